package ajar.webhook.delivery;

import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.outgoing.OutgoingRequest;
import ajar.engine.outgoing.OutgoingResponse;
import ajar.engine.time.Clock;
import ajar.engine.time.SystemClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one delivery: signed, once, without following redirects, within bounds of time and size. Safe
/// for use by many threads.
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int MOST_OF_AN_ANSWER = 64 * 1024;

    private final OutgoingHttp http;
    private final Clock clock;
    private final Clock stopwatch = new SystemClock();
    private final Duration timeout;

    /// @param timeout for everything, from connecting to the end of the answer
    Sender(OutgoingHttp http, Clock clock, Duration timeout) {
        this.http = http;
        this.clock = clock;
        this.timeout = timeout;
    }

    /// Sends a delivery; never throws.
    ///
    /// @param messageId the same for all attempts of one delivery
    Attempt send(Target target, String messageId, byte[] body) {
        Instant now = clock.now();
        Instant begin = stopwatch.now();
        var status = new AtomicReference<@Nullable Integer>();
        String error;
        try {
            var request = request(target, messageId, now, body);
            http.send(request, answer -> {
                status.set(answer.status());
                readSome(answer);
                return true;
            });
            error = error(status.get());
        } catch (IOException failed) {
            // What the receiver said counts, even when its answer never ended.
            error = status.get() != null ? error(status.get()) : told(failed);
        } catch (RuntimeException bug) {
            LOG.error("The delivery {} could not be sent", messageId, bug);
            error = "Exception name: " + bug.getClass().getSimpleName();
        }
        long took = Math.max(0, Duration.between(begin, stopwatch.now()).toMillis());
        return new Attempt(now, took, status.get(), error);
    }

    private OutgoingRequest request(Target target, String messageId, Instant now, byte[] body)
            throws OutgoingException {
        var request = OutgoingRequest.of("POST", OutgoingHttp.address(target.url()))
                .body("application/json", body)
                .within(timeout, MOST_OF_AN_ANSWER);
        for (var header : Signature.headers(target, messageId, now, body).entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        return target.verifySsl() ? request : request.withoutCheckingCertificates();
    }

    /// A connection can be used again only when its answer was read.
    private static void readSome(OutgoingResponse answer) throws IOException {
        byte[] buffer = new byte[4096];
        while (answer.body().read(buffer) >= 0) {
            // Nobody wants what a receiver says beyond its status.
        }
    }

    /// In the form that Close uses.
    private static @Nullable String error(@Nullable Integer status) {
        return status != null && status / 100 == 2 ? null : "Exception name: HTTPError, Status code: " + status;
    }

    private static String told(IOException failed) {
        return failed instanceof OutgoingException known
                ? "Exception name: " + known.reason() + ", " + known.getMessage()
                : "Exception name: " + failed.getClass().getSimpleName();
    }
}
