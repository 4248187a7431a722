package ajar.conformance;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Requests an honest client refuses to send, such as `%zz` in a path, written to the socket as they
/// are.
final class RawHttp {
    private RawHttp() {}

    static Answer get(String url, String target, String authorization) {
        URI server = URI.create(url);
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            String request = "GET " + target + " HTTP/1.1\r\nhost: " + server.getAuthority() + "\r\nauthorization: "
                    + authorization + "\r\nconnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return parse("GET " + target, new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("GET " + target + " was not answered: " + e, e);
        }
    }

    private static Answer parse(String request, String response) {
        int end = response.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError(request + " was answered with no HTTP: " + response);
        }
        String[] lines = response.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, List<String>>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    List.of(lines[i].substring(colon + 1).strip()));
        }
        String text = response.substring(end + 4);
        // A chunked body is one object between its chunk sizes.
        int first = text.indexOf('{');
        String json = first < 0 ? "" : text.substring(first, text.lastIndexOf('}') + 1);
        return new Answer(
                request,
                Integer.parseInt(lines[0].split(" ")[1]),
                HttpHeaders.of(Map.copyOf(headers), (name, value) -> true),
                parsed(json),
                text);
    }

    private static JsonNode parsed(String json) {
        try {
            return json.isEmpty() ? null : Json.parse(json);
        } catch (JacksonException e) {
            return null;
        }
    }
}
