package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What the server said to one request. `body` is null where the answer is no JSON.
record Answer(String request, int status, HttpHeaders headers, JsonNode body, String text) {
    static Answer of(String request, HttpResponse<byte[]> response) {
        String text = new String(decoded(response), StandardCharsets.UTF_8);
        return new Answer(request, response.statusCode(), response.headers(), parsed(text), text);
    }

    /// Fails, showing the answer, unless it has this status.
    Answer is(int expected) {
        assertThat(status).as("%s answered %s", request, text).isEqualTo(expected);
        return this;
    }

    /// The object of a 200 or 201.
    Item ok() {
        assertThat(status).as("%s answered %s", request, text).isIn(200, 201);
        return item();
    }

    /// The items of a list answered with 200.
    List<Item> items() {
        is(200);
        return item().list("data");
    }

    List<String> ids() {
        return items().stream().map(Item::id).toList();
    }

    boolean hasMore() {
        return (Boolean) item().get("has_more");
    }

    Item item() {
        assertThat(body).as("%s answered no JSON: %s", request, text).isNotNull();
        return new Item(body);
    }

    Object get(String path) {
        return item().get(path);
    }

    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /// One message: `{"error": "…"}` and nothing else.
    void refuses(int expected, String message) {
        is(expected);
        assertThat(item().plain()).as(request).isEqualTo(Map.of("error", message));
    }

    /// The pair of a failed validation with exactly this message on exactly this field.
    void refusesField(String field, Object message) {
        is(400);
        assertThat(item().plain())
                .as(request)
                .isEqualTo(Map.of("errors", List.of(), "field-errors", Map.of(field, message)));
    }

    /// Refused with the pair of a failed validation that names this field; the sentence is not known.
    void refusesField(String field) {
        is(400);
        assertThat(item().keys())
                .as("%s answered %s", request, text)
                .containsExactlyInAnyOrder("errors", "field-errors");
        assertThat(new Item(item().at("field-errors")).keys())
                .as("%s answered %s", request, text)
                .contains(field);
    }

    /// Refused with this status in one of the two forms of an error; the sentence is not known.
    void refuses(int expected) {
        is(expected);
        assertErrorForm();
    }

    /// Some 4xx in one of the two forms of an error.
    void isRefused() {
        assertThat(status).as("%s answered %s", request, text).isBetween(400, 499);
        assertErrorForm();
    }

    private void assertErrorForm() {
        var keys = item().keys();
        if (keys.contains("error")) {
            assertThat(get("error")).as("%s answered %s", request, text).isInstanceOf(String.class);
        } else {
            assertThat(keys).as("%s answered %s", request, text).contains("errors", "field-errors");
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return text.isEmpty() ? null : Json.parse(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static byte[] decoded(HttpResponse<byte[]> response) {
        if (!"gzip".equals(response.headers().firstValue("content-encoding").orElse(null))
                || response.body().length == 0) {
            return response.body();
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("content-encoding says gzip, the body is not", e);
        }
    }
}
