package ajar.sandbox;

import ajar.engine.http.Handler;
import ajar.engine.http.Interceptor;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.webhook.delivery.Interference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes things go wrong for those who test how their programs bear it: requests of the API are delayed,
/// refused or hung up on, and so are deliveries of webhooks.
public final class Faults implements Interceptor, Interference {
    private static final String API = "/api/v1";

    private final RandomGenerator random;
    private volatile List<Fault> faults = List.of();

    /// @param random decides where a fault has a rate
    public Faults(RandomGenerator random) {
        this.random = random;
    }

    /// What goes wrong now.
    List<Fault> current() {
        return faults;
    }

    /// Has these things go wrong, and no others.
    void become(List<Fault> others) {
        faults = List.copyOf(others);
    }

    @Override
    public Response around(Request request, Handler next) {
        var all = faults;
        if (all.isEmpty() || !request.path().startsWith(API)) {
            return next.handle(request);
        }
        String path = request.path().substring(API.length());
        var strike = all.stream()
                .map(fault -> fault.onRequest(request.caller().organizationId(), request.method(), path, random))
                .filter(Objects::nonNull)
                .findFirst();
        return strike.isEmpty() ? next.handle(request) : struck(strike.get(), request, next);
    }

    private static Response struck(Fault.Strike strike, Request request, Handler next) {
        pause(strike.delay());
        if (strike.isReset()) {
            return Response.hangUp();
        }
        if (strike.status() == 0) {
            return next.handle(request);
        }
        var response = Response.json(strike.status(), Fault.answer(strike.status()));
        return strike.status() == 429 || strike.status() == 503 ? response.with("retry-after", "1") : response;
    }

    @Override
    public Interference.@Nullable Mishap on(String organizationId, String url) {
        return faults.stream()
                .map(fault -> fault.onDelivery(organizationId, url, random))
                .filter(Objects::nonNull)
                .map(strike -> new Interference.Mishap(strike.status(), strike.delay(), strike.isReset()))
                .findFirst()
                .orElse(null);
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
