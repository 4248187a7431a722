package ajar.sync;

import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.Window;
import ajar.engine.Engine;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads an account from its list of calendars to the last meeting, and keeps how it went.
///
/// One calendar's trouble does not keep the others from being read. What could be read is matched in
/// any case; but only when everything could be read is the account up to date.
final class AccountReading {
    private static final Logger LOG = LoggerFactory.getLogger(AccountReading.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    private static final Duration HOPELESS_RETRY = Duration.ofHours(6);

    private final Engine engine;
    private final AccountStore accounts;
    private final ConnectorSource connectors;
    private final CalendarSettings settings;
    private final MatchRun matches;
    private final Pushes pushes;

    /// What came of it. What there is in all is counted when somebody asks: most readings are nobody's
    /// request.
    ///
    /// @param error what kept it from being complete, in the shape of the account's status; null for
    ///     nothing
    record Outcome(
            Tally tally,
            LongSupplier quarantined,
            LongSupplier meetings,
            @Nullable ObjectNode error) {
        /// Meetings that stayed as they were.
        long unchanged() {
            return Math.max(0, meetings.getAsLong() - tally.created() - tally.updated() - tally.canceled());
        }

        /// The answer of the API.
        ObjectNode counts() {
            return Json.object()
                    .put("created", tally.created())
                    .put("updated", tally.updated())
                    .put("cancelled", tally.canceled())
                    .put("unchanged", unchanged())
                    .put("quarantined", quarantined.getAsLong());
        }
    }

    /// Hands what an upload holds to the receiver.
    @FunctionalInterface
    interface Upload {
        void readInto(CalendarReading receiver) throws ConnectorException;
    }

    AccountReading(
            Engine engine,
            AccountStore accounts,
            ConnectorSource connectors,
            CalendarSettings settings,
            MatchRun matches,
            Pushes pushes) {
        this.engine = engine;
        this.accounts = accounts;
        this.connectors = connectors;
        this.settings = settings;
        this.matches = matches;
        this.pushes = pushes;
    }

    /// Reads an account whose lease the caller holds, and lets go of it; null when the lease ran out and
    /// somebody else took over, whose it is then.
    @Nullable
    Outcome read(Account account) {
        ConnectorException failure = null;
        String where = null;
        try {
            var connector = connectors.open(account);
            for (var calendar : accounts.select(account, connector.calendars())) {
                try {
                    if (!read(account, connector, calendar)) {
                        return takenOver(account);
                    }
                    pushes.keep(account, connector, calendar.id());
                } catch (ConnectorException failed) {
                    if (failed.reason() == ConnectorException.Reason.CALENDAR_GONE) {
                        accounts.lost(account, calendar.id());
                    } else if (failure == null || failure.isTemporary()) {
                        failure = failed;
                        where = calendar.id();
                    }
                }
            }
        } catch (ConnectorException failed) {
            failure = failed;
        } catch (ApiException | ajar.engine.sql.DatabaseException away) {
            accounts.release(account);
            throw away;
        } catch (RuntimeException bug) {
            LOG.error("Reading the account {} failed", account.id(), bug);
            failure = new ConnectorException(
                    ConnectorException.Reason.UNAVAILABLE,
                    "Ajar made a mistake reading this account.",
                    "The server's log says more.",
                    bug);
        }
        return close(account, matches.of(account), failure, where);
    }

    private Clock clock(Account account) {
        return engine.clock().of(account.organizationId());
    }

    /// Returns whether nobody else has begun to read the calendar meanwhile.
    private boolean read(Account account, Connector connector, AccountStore.Selected calendar)
            throws ConnectorException {
        Instant now = clock(account).now();
        var window = new Window(now.minus(settings.past()), now.plus(settings.ahead()));
        var receiver = receiver(account, calendar);
        try {
            connector.changes(calendar.id(), calendar.cursor(), window, receiver);
        } catch (ConnectorException failed) {
            if (!receiver.isSuperseded()) {
                throw failed;
            }
        }
        return !receiver.isSuperseded();
    }

    private CalendarReading receiver(Account account, AccountStore.Selected calendar) {
        return new CalendarReading(engine.database(), clock(account), account, calendar.id());
    }

    private static @Nullable Outcome takenOver(Account account) {
        LOG.info("The account {} is read by somebody else, who took it over", account.id());
        return null;
    }

    /// Takes in an upload; the caller holds the lease, and it is let go of. Null when somebody else took
    /// over, as with [#read].
    @Nullable
    Outcome upload(Account account, Upload upload) throws ConnectorException {
        CalendarReading receiver;
        try {
            var calendars = accounts.select(account, Connectors.uploads(account));
            receiver = receiver(account, calendars.getFirst());
            upload.readInto(receiver);
        } catch (ConnectorException | RuntimeException refused) {
            matches.of(account);
            accounts.release(account);
            throw refused;
        }
        return receiver.isSuperseded() ? takenOver(account) : close(account, matches.of(account), null, null);
    }

    private Outcome close(
            Account account, Tally tally, @Nullable ConnectorException failure, @Nullable String calendarId) {
        Instant now = clock(account).now();
        ObjectNode error = null;
        if (failure == null) {
            accounts.succeeded(account, now.plus(spread(Duration.ofSeconds(account.intervalSeconds()))));
        } else {
            Instant since = account.failingSince() == null ? now : account.failingSince();
            error = SyncStatus.error(failure, calendarId, since);
            accounts.failed(account, error, now.plus(pause(account, failure)));
            LOG.info("The account {} could not be read: {}", account.id(), failure.getMessage());
        }
        return new Outcome(tally, () -> accounts.quarantined(account), () -> accounts.meetings(account), error);
    }

    /// How long to wait after a failure: longer each time, and no two accounts the same.
    private static Duration pause(Account account, ConnectorException failure) {
        if (failure.retryAfter() != null) {
            return failure.retryAfter().plus(spread(Duration.ofSeconds(5)));
        }
        if (!failure.isTemporary()) {
            // Somebody has to do something; a change of the account wakes it at once.
            return spread(HOPELESS_RETRY);
        }
        long doublings = Math.min(account.failures(), 20);
        var pause = FIRST_RETRY.multipliedBy(1L << doublings);
        return spread(pause.compareTo(LONGEST_RETRY) < 0 ? pause : LONGEST_RETRY);
    }

    /// Up to a tenth more or less, so that what began together does not stay together.
    private static Duration spread(Duration about) {
        long tenth = Math.max(1, about.toMillis() / 10);
        return about.plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
    }
}
