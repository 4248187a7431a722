package ajar.login;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.http.Listener;
import ajar.engine.http.Response;
import ajar.engine.id.Ids;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteAddressTest {
    private static Listener listener;

    @BeforeAll
    static void start() {
        var ids = new Ids(() -> java.time.Instant.EPOCH, new Random(1));
        listener = new Listener(
                "127.0.0.1",
                0,
                1000,
                request ->
                        Response.of(200, "text/plain", RemoteAddress.of(request).getBytes(StandardCharsets.UTF_8)),
                ids);
    }

    @AfterAll
    static void stop() {
        listener.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 127.0.0.1",
        "198.51.100.7, 198.51.100.7",
        "'10.0.0.1, 198.51.100.7', 198.51.100.7",
        "2001:db8:1:2:aaaa::1, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2:bbbb::2, 2001:db8:1:2:0:0:0:0/64",
        "not an address, ''"
    })
    void aProxyOnTheSameMachineIsBelieved(String forwarded, String expected) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/"));
        if (!forwarded.isEmpty()) {
            request.header("x-forwarded-for", forwarded);
        }
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request.build(), BodyHandlers.ofString()).body())
                    .isEqualTo(expected);
        }
    }
}
