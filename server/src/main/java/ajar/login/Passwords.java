package ajar.login;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import ajar.organization.Person;
import ajar.organization.Secrets;
import java.util.Locale;
import java.util.Optional;

/// People's passwords, kept as Argon2id hashes. Safe for use by many threads.
public final class Passwords {
    /// ASVS asks for 8 at least and recommends 15; what is guessed most is shorter than this.
    private static final int SHORTEST = 12;

    private static final int LONGEST = 200;
    private static final int FEWEST_DIFFERENT = 5;

    /// What is compared with when there is nothing to compare with, so that both take the same time.
    private static final String NOBODYS =
            "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Database database;
    private final Clock clock;
    private final Secrets secrets;
    private final Argon2 argon2 = new Argon2();

    private record Known(Person person, String hash) {}

    public Passwords(Database database, Clock clock, Secrets secrets) {
        this.database = database;
        this.clock = clock;
        this.secrets = secrets;
    }

    /// The person with this address and this password. It takes as long whether there is such a person
    /// or not.
    public Optional<Person> person(String email, String password) {
        var sql = Sql.of(
                "select u.id, u.email, u.name, p.hash from users u join user_password p on p.user_id = u.id "
                        + "where lower(u.email) = lower(?)",
                email);
        var known = database.read(connection -> Database.first(
                connection,
                sql,
                row -> new Known(new Person(row.getString(1), row.getString(2), row.getString(3)), row.getString(4))));
        boolean right = argon2.matches(
                password.length() > LONGEST ? "" : password,
                known.map(Known::hash).orElse(NOBODYS));
        return right ? known.map(Known::person) : Optional.empty();
    }

    /// Gives a person a password, and ends all sessions that were begun with the old one.
    public void set(String userId, String password) {
        String hash = argon2.hash(password);
        database.write(connection -> {
            Database.execute(
                    connection,
                    Sql.of(
                            "insert into user_password (user_id, hash, date_updated) values (?, ?, ?) "
                                    + "on conflict (user_id) do update set hash = excluded.hash,"
                                    + " date_updated = excluded.date_updated",
                            userId,
                            hash,
                            WireTime.toMillis(clock.now())));
            return Database.execute(connection, Sql.of("delete from session where user_id = ?", userId));
        });
    }

    /// Gives a person a password that nobody can guess, and answers it.
    public String generate(String userId) {
        String password = secrets.half();
        set(userId, password);
        return password;
    }

    /// Whether the person has a password.
    public boolean has(String userId) {
        var sql = Sql.of("select 1 from user_password where user_id = ?", userId);
        return database.read(
                connection -> Database.first(connection, sql, _ -> true).isPresent());
    }

    /// What speaks against a new password, in a sentence; empty when it will do.
    public static Optional<String> objection(String password, String email) {
        String lower = password.toLowerCase(Locale.ROOT);
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("A password needs at least " + SHORTEST + " characters.");
        }
        if (password.length() > LONGEST) {
            return Optional.of("A password has at most " + LONGEST + " characters.");
        }
        if (password.indexOf('\0') >= 0 || password.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("This password is too easy to guess.");
        }
        return lower.contains(email.toLowerCase(Locale.ROOT))
                ? Optional.of("A password must not contain the e-mail address.")
                : Optional.empty();
    }
}
