package ajar.simulate;

import ajar.simulate.http.LoopbackServer;
import ajar.simulate.http.LoopbackServer.Delivery;
import ajar.simulate.http.LoopbackServer.Manner;
import ajar.simulate.http.Received;
import ajar.simulate.http.Reply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// An endpoint for notifications. It answers Microsoft's validation.
public final class Listening implements AutoCloseable {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;

    public Listening() {
        server = new LoopbackServer(0, InstantSource.system(), this::answer);
    }

    private Delivery answer(Received request) {
        String token = request.parameter("validationToken");
        Reply reply = token == null
                ? Reply.empty(request.path().equals("/broken") ? 500 : 202)
                : new Reply(request.path().equals("/broken") ? 403 : 200, Map.of("Content-Type", "text/plain"), token);
        received.add(request);
        return new Delivery(reply, Manner.WHOLE, Duration.ZERO);
    }

    public String url() {
        return server.url();
    }

    public List<Received> received() {
        return received;
    }

    @Override
    public void close() {
        server.close();
    }
}
