package ajar.engine.http;

import ajar.engine.id.Ids;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.read.EntityTag;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server: carries requests from the wire to the [Api] and answers back. Everything that is
/// about HTTP itself is here: reading bodies within bounds, compression, cross-origin headers, HEAD.
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /// Answers smaller than this are sent as they are.
    private static final String STREAMED = "text/calendar";
    private static final long LONGEST_STREAM = 200L << 20;
    private static final int WORTH_COMPRESSING = 1400;

    /// Longer ones are answered with 414. A filter by a hundred ids takes 5,000 characters.
    private static final int LONGEST_URL = 65_536;

    private static final Header ANY_ORIGIN = HeaderValues.createCached("access-control-allow-origin", "*");
    private static final Header NO_SNIFFING = HeaderValues.createCached("x-content-type-options", "nosniff");
    private static final Header EXPOSED = HeaderValues.createCached(
            "access-control-expose-headers",
            "etag, idempotent-replayed, location, ratelimit, retry-after, x-request-id");
    private static final Header VARIES = HeaderValues.createCached("vary", "accept-encoding");

    private final WebServer server;
    private final Function<Request, Response> api;
    private final Ids ids;
    private final int maximumBody;

    /// Starts to listen. Throws `IllegalStateException` when the port is taken.
    ///
    /// @param host the address to listen on
    /// @param port the port; 0 for any free one
    public Listener(String host, int port, int maximumBody, Function<Request, Response> api, Ids ids) {
        this.api = api;
        this.ids = ids;
        this.maximumBody = maximumBody;
        // Without TCP_NODELAY every answer of more than one packet waits 40 ms for an acknowledgement.
        server = WebServer.builder()
                .host(host)
                .port(port)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .maxPayloadSize(-1)
                .addProtocol(
                        Http1Config.builder().maxPrologueLength(LONGEST_URL).build())
                .shutdownHook(false)
                .directHandlers(unreadable())
                .routing(routing -> routing.any(this::handle))
                .build()
                .start();
    }

    /// What Helidon itself refuses, in the form of the API's errors. Everything that comes as far as
    /// [#handle] is answered there, so what is left as an internal error is a request that could not be
    /// read.
    private static DirectHandlers unreadable() {
        DirectHandler handler = (_, event, status, headers, _) -> {
            int code = event == DirectHandler.EventType.INTERNAL_ERROR ? 400 : status.code();
            return DirectHandler.TransportResponse.builder()
                    .status(Status.create(code))
                    .headers(headers)
                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                    .keepAlive(false)
                    .entity(ErrorPage.unreadable(code).body())
                    .build();
        };
        var handlers = DirectHandlers.builder();
        for (var event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, handler);
        }
        return handlers.build();
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    private void handle(ServerRequest in, ServerResponse out) {
        String requestId = ids.next("req", Ids.Size.SHORT);
        Response response;
        try {
            response = api.apply(request(requestId, in));
        } catch (ApiException refused) {
            response = ErrorPage.of(refused.problem()).with("x-request-id", requestId);
        } catch (RuntimeException unreadable) {
            LOG.debug("The request {} cannot be read", requestId, unreadable);
            response = ErrorPage.unreadable(400).with("connection", "close").with("x-request-id", requestId);
        }
        if (response.status() == 0) {
            throw new CloseConnectionException("hung up");
        }
        if (response.stream() != null && !in.prologue().method().text().equals("HEAD")) {
            stream(in, out, response, response.stream());
            return;
        }
        // What a handler left unread would be taken for the next request.
        boolean last = isStreamed(in)
                || response.headers().containsKey("connection")
                || in.headers()
                        .first(HeaderNames.CONNECTION)
                        .filter("close"::equalsIgnoreCase)
                        .isPresent();
        send(in, out, last ? response.with("connection", "close") : response);
        if (last) {
            // Helidon 4.5.0 promises to close the connection and then keeps it (helidon-io/helidon#12324).
            throw new CloseConnectionException("the last answer on this connection");
        }
    }

    private Request request(String requestId, ServerRequest in) {
        String method = in.prologue().method().text();
        String path = decode(in.path().rawPath(), false);
        var parameters = parameters(in.query().rawValue());
        Function<String, @Nullable String> headers =
                name -> in.headers().first(HeaderNames.create(name)).orElse(null);
        var request = isStreamed(in)
                ? new Request(requestId, method, path, parameters, headers, stream(in))
                : new Request(requestId, method, path, parameters, headers, body(in));
        request.cameFrom(() -> address(in.remotePeer().address()));
        return request;
    }

    /// Calendar files may be larger than what is held in memory.
    private static boolean isStreamed(ServerRequest in) {
        return in.content().hasEntity()
                && in.headers()
                        .first(HeaderNames.CONTENT_TYPE)
                        .filter(type -> type.regionMatches(true, 0, STREAMED, 0, STREAMED.length()))
                        .isPresent();
    }

    private static InputStream stream(ServerRequest in) {
        if (in.headers().contentLength().orElse(0) > LONGEST_STREAM) {
            throw new ApiException(new Problem.TooLarge(LONGEST_STREAM));
        }
        return new LimitedStream(in.content().inputStream(), LONGEST_STREAM);
    }

    /// The numbers of an address. Its name is nobody's business: to ask for it would take a while.
    private static String address(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : "";
    }

    private byte[] body(ServerRequest in) {
        if (!in.content().hasEntity()) {
            return new byte[0];
        }
        long length = in.headers().contentLength().orElse(0);
        if (length > maximumBody) {
            throw new ApiException(new Problem.TooLarge(maximumBody));
        }
        try (var stream = in.content().inputStream()) {
            byte[] body = stream.readNBytes(maximumBody + 1);
            if (body.length > maximumBody) {
                throw new ApiException(new Problem.TooLarge(maximumBody));
            }
            return body;
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    /// Splits and decodes a query string; the last of a repeated parameter wins.
    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int at = 0; at < query.length(); ) {
            int end = query.indexOf('&', at);
            end = end < 0 ? query.length() : end;
            if (end > at) {
                int equals = query.indexOf('=', at);
                boolean valued = equals >= 0 && equals < end;
                String name = decode(query.substring(at, valued ? equals : end), true);
                parameters.put(name, valued ? decode(query.substring(equals + 1, end), true) : "");
            }
            at = end + 1;
        }
        return parameters;
    }

    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        try {
            String latin =
                    URLDecoder.decode(plusIsSpace ? text : text.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(latin.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            throw ApiException.badRequest("The URL is not encoded properly.");
        }
    }

    private static void stream(ServerRequest in, ServerResponse out, Response response, Response.Stream stream) {
        head(in, out, response);
        try (var body = out.outputStream()) {
            stream.write(body);
        } catch (IOException | UncheckedIOException gone) {
            throw new CloseConnectionException("the reader of a stream has gone", gone);
        }
    }

    private static void head(ServerRequest in, ServerResponse out, Response response) {
        out.status(Status.create(response.status()));
        response.headers().forEach((name, value) -> out.header(HeaderNames.create(name), value));
        out.header(ANY_ORIGIN);
        out.header(NO_SNIFFING);
        if (in.prologue().method().text().equals("OPTIONS")) {
            out.header(HeaderNames.create("access-control-allow-methods"), "GET, POST, PUT, DELETE, HEAD, OPTIONS");
            out.header(
                    HeaderNames.create("access-control-allow-headers"),
                    "authorization, content-type, idempotency-key, if-match, if-none-match, x-http-method-override,"
                            + " x-tz-offset");
            out.header(HeaderNames.create("access-control-max-age"), "86400");
        } else {
            out.header(EXPOSED);
        }
        if (!response.contentType().isEmpty()) {
            out.header(HeaderNames.CONTENT_TYPE, response.contentType());
        }
    }

    private static void send(ServerRequest in, ServerResponse out, Response response) {
        head(in, out, response);
        byte[] body = response.body();
        if (body.length >= WORTH_COMPRESSING) {
            out.header(VARIES);
            if (accepts(in.headers().first(HeaderNames.ACCEPT_ENCODING).orElse(null))) {
                body = compress(body);
                out.header(HeaderNames.CONTENT_ENCODING, "gzip");
                String tag = response.headers().get("etag");
                if (tag != null) {
                    out.header(HeaderNames.ETAG, EntityTag.compressed(tag));
                }
            }
        }
        if (in.prologue().method().text().equals("HEAD") || body.length == 0) {
            if (response.status() != 204 && response.status() != 304) {
                out.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            }
            out.send();
        } else {
            out.send(body);
        }
    }

    /// Whether an `accept-encoding` header takes gzip.
    static boolean accepts(@Nullable String encodings) {
        if (encodings == null) {
            return false;
        }
        for (var encoding : encodings.toLowerCase(java.util.Locale.ROOT).split(",", -1)) {
            String[] parts = encoding.strip().split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static byte[] compress(byte[] body) {
        var out = new ByteArrayOutputStream(body.length / 4);
        try (var gzip = new GZIPOutputStream(out, 8192) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /// Stops listening after the requests under way are answered.
    @Override
    public void close() {
        server.stop();
    }
}
