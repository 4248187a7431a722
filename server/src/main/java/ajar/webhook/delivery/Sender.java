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
    private final Clock stopwatch = new SystemClock();
    private final Duration timeout;
    private final Interference interference;

    /// @param timeout for everything, from connecting to the end of the answer
    Sender(OutgoingHttp http, Duration timeout, Interference interference) {
        this.http = http;
        this.timeout = timeout;
        this.interference = interference;
    }

    /// Sends a delivery; never throws.
    ///
    /// @param messageId the same for all attempts of one delivery
    /// @param now the moment it is signed with
    Attempt send(String organizationId, Target target, String messageId, byte[] body, Instant now) {
        Instant begin = stopwatch.now();
        var fault = interference.on(organizationId, target.url());
        if (fault != null) {
            boolean inTime = pause(fault.delay());
            if (!inTime || fault.isReset() || fault.status() > 0) {
                Integer status = inTime && !fault.isReset() ? fault.status() : null;
                String error = status != null
                        ? error(status)
                        : "Exception name: " + (inTime ? "CONNECTION" : "TIMEOUT") + ", as asked for with /ajar/faults";
                return new Attempt(now, since(begin), status, error);
            }
        }
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
        return new Attempt(now, since(begin), status.get(), error);
    }

    private long since(Instant begin) {
        return Math.max(0, Duration.between(begin, stopwatch.now()).toMillis());
    }

    /// Waits, though no longer than one waits for a receiver; tells whether that was long enough.
    private boolean pause(Duration delay) {
        boolean inTime = delay.compareTo(timeout) < 0;
        try {
            Thread.sleep(inTime ? delay : timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return inTime;
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
