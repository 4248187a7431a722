package ajar.engine.http;

import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.engine.time.WireTime;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/// Does a POST once, however often it is sent with the same `Idempotency-Key`: later ones get the first
/// answer again. An extension of Ajar with the meaning that Stripe gave it.
///
/// The answer is written in the transaction of what it answers: whatever happens to the server, either
/// both are there or neither is. What was refused is not kept, so it can be sent again once it is right.
public final class Idempotency implements Interceptor {
    /// How long an answer is kept.
    static final Duration KEPT = Duration.ofHours(24);

    private static final int LONGEST_KEY = 255;
    private static final long FORGOTTEN_AT_ONCE = 50;

    private final Database database;
    private final Clock clock;

    public Idempotency(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What tells one use of a key from another.
    private record Use(String organizationId, String caller, String key, String request) {
        String digest() {
            return SealedAnswer.digest("idempotency key", organizationId, caller, key);
        }
    }

    @Override
    public Response around(Request request, Handler next) {
        String key = request.header("idempotency-key");
        if (key == null || !request.method().equals("POST")) {
            return next.handle(request);
        }
        requireValid(key);
        if (request.isStreamed()) {
            throw ApiException.badRequest("An Idempotency-Key cannot be sent with a body of this type.");
        }
        var caller = request.caller();
        var use = new Use(caller.organizationId(), sender(caller), key, digest(request));
        Instant now = WireTime.toMillis(clock.of(caller.organizationId()).now());
        return database.together(connection -> answer(connection, use, now, request, next));
    }

    private static void requireValid(String key) {
        boolean printable = key.chars().allMatch(c -> c > ' ' && c < 127);
        if (key.isEmpty() || key.length() > LONGEST_KEY || !printable) {
            throw ApiException.badRequest("An Idempotency-Key has 1 to " + LONGEST_KEY
                    + " printable ASCII characters without spaces, such as a UUID.");
        }
    }

    private static String sender(Caller caller) {
        if (caller.apiKeyId() != null) {
            return caller.apiKeyId();
        }
        String application =
                caller.application() == null ? "" : caller.application().id() + " ";
        return application + caller.userId();
    }

    /// The same path with and without its last slash is the same request.
    private static String digest(Request request) {
        String path = request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        return SealedAnswer.digest(
                "request",
                path,
                new TreeMap<>(request.parameters()).toString(),
                new String(request.body(), StandardCharsets.ISO_8859_1));
    }

    private Response answer(Connection connection, Use use, Instant now, Request request, Handler next)
            throws SQLException {
        var lock = Sql.of("select pg_try_advisory_xact_lock(hashtextextended(?, 0))", use.digest());
        if (!Database.first(connection, lock, row -> row.getBoolean(1)).orElseThrow()) {
            throw new ApiException(new Problem.Conflict(
                    "A request with this Idempotency-Key is being answered at this moment. Send it again later."));
        }
        var kept = Sql.of(
                "select request, answer from idempotency_key where organization_id = ? and caller = ? and digest = ?"
                        + " and date_created > ?",
                use.organizationId(),
                use.caller(),
                use.digest(),
                now.minus(KEPT));
        record Kept(String request, byte[] answer) {}
        var first = Database.first(connection, kept, row -> new Kept(row.getString(1), row.getBytes(2)));
        if (first.isEmpty()) {
            var response = next.handle(request);
            keep(connection, use, now, response);
            return response;
        }
        if (!first.get().request().equals(use.request())) {
            throw ApiException.badRequest("This Idempotency-Key was used for another request. Take a new key for each"
                    + " request, and the same one only to send the same request again.");
        }
        return SealedAnswer.open(first.get().answer(), use.key(), use.digest()).with("idempotent-replayed", "true");
    }

    private static void keep(Connection connection, Use use, Instant now, Response response) throws SQLException {
        var keeping = Sql.of(
                "insert into idempotency_key (organization_id, caller, digest, request, answer, date_created)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (organization_id, caller, digest) do update set"
                        + " request = excluded.request, answer = excluded.answer, date_created = excluded.date_created",
                use.organizationId(),
                use.caller(),
                use.digest(),
                use.request(),
                SealedAnswer.seal(response, use.key(), use.digest()),
                now);
        Database.execute(connection, keeping);
        var forgetting = Sql.of(
                "delete from idempotency_key k using (select organization_id, caller, digest from idempotency_key"
                        + " where organization_id = ? and date_created <= ? order by date_created limit ? for update"
                        + " skip locked) old where k.organization_id = old.organization_id and k.caller = old.caller"
                        + " and k.digest = old.digest",
                use.organizationId(),
                now.minus(KEPT),
                FORGOTTEN_AT_ONCE);
        Database.execute(connection, forgetting);
    }
}
