package ajar.verify;

import ajar.engine.resource.Registry;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Everything that must hold on a database, looked at in one state of it, so that a server may go on
/// writing meanwhile.
public final class Verification {
    private final List<Check> checks;

    /// What became of one check.
    public record Result(Check check, Findings findings) {
        /// Whether nothing is wrong.
        public boolean isSound() {
            return findings.wrong() == 0;
        }
    }

    /// @param checks what to look at, in the order of the report
    public Verification(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /// The checks of a CRM.
    ///
    /// @param clock tells which meetings should have begun by now, and which deliveries are still kept
    public static Verification of(Registry registry, Clock clock) {
        return new Verification(List.of(
                new LastEventCheck(registry),
                new LostObjectCheck(registry),
                new ChainCheck(registry),
                new MeetingCheck(clock),
                new CalendarCheck(),
                new DeliveryCheck(clock),
                new OwnerCheck(registry),
                new DerivedListCheck(),
                new MissingValueCheck(registry),
                new ForeignKeyCheck()));
    }

    /// What is looked at, in the order of the report.
    List<Check> checks() {
        return checks;
    }

    /// Runs the checks one after the other.
    ///
    /// @param tell is told the result of each as soon as it is there
    public List<Result> run(Database database, Consumer<Result> tell) {
        return database.write(connection -> {
            Database.execute(connection, Sql.of("set transaction isolation level repeatable read, read only"));
            Database.execute(connection, Sql.of("set local statement_timeout = 0"));
            Database.execute(connection, Sql.of("set local idle_in_transaction_session_timeout = 0"));
            List<Result> results = new ArrayList<>();
            for (var check : checks) {
                var findings = new Findings();
                check.run(connection, findings);
                var result = new Result(check, findings);
                results.add(result);
                tell.accept(result);
            }
            return results;
        });
    }
}
