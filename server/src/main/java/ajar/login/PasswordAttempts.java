package ajar.login;

import ajar.engine.http.Request;
import ajar.engine.sql.Database;
import ajar.engine.time.Clock;
import ajar.organization.Person;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every attempt at a password, wherever it is typed, so that guessing is slow everywhere. Safe for use
/// by many threads.
public final class PasswordAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordAttempts.class);

    private final Passwords passwords;
    private final Throttle throttle;

    /// How an attempt ends.
    sealed interface Outcome {
        /// The password is this person's.
        record Right(Person person) implements Outcome {}

        /// There is no such person, or it is another password.
        record Wrong() implements Outcome {}

        /// The password was not looked at, because of too many failures before.
        record Wait(Duration time) implements Outcome {
            /// What whoever has to wait is told.
            String message() {
                long minutes = time.plusSeconds(59).toMinutes();
                return "Too many attempts. Please try again in " + (minutes == 1 ? "a minute." : minutes + " minutes.");
            }
        }
    }

    public PasswordAttempts(Database database, Clock clock, Passwords passwords) {
        this.passwords = passwords;
        this.throttle = new Throttle(database, clock);
    }

    /// Tries a password that came with a request.
    Outcome make(Request request, String email, String password) {
        String address = RemoteAddress.of(request);
        var wait = throttle.count(email, address);
        if (wait.isPresent()) {
            LOG.warn("A password from {} has to wait", address);
            return new Outcome.Wait(wait.get());
        }
        var person = passwords.person(email, password);
        if (person.isEmpty()) {
            LOG.warn("A password from {} was wrong", address);
            return new Outcome.Wrong();
        }
        throttle.wentWell(email, address);
        return new Outcome.Right(person.get());
    }
}
