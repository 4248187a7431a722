package ajar.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private static Request request(String type, String body) {
        var headers = new HashMap<String, String>();
        headers.put("content-type", type);
        headers.put("x-tz-offset", "-4");
        return new Request(
                "req_1", "POST", "/lead/", Map.of("a", "1"), headers::get, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem problem(String type, String body) {
        return catchThrowableOfType(
                        ApiException.class, () -> request(type, body).json())
                .problem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"})
    void jsonIsReadWhereItIsCalledJson(String type) {
        assertThat(request(type, "{\"a\": 1}").json().path("a").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\": NaN}",
                "{} {}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "\u0000",
                "[[[",
                "{\"a\":\"\t\"}"
            })
    void whatIsNoJsonIsRefused(String body) {
        assertThat(problem("application/json", body))
                .isEqualTo(new Problem.BadRequest("The request contains invalid JSON."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "\"text\"", "null", "true"})
    void onlyAnObjectIsABody(String body) {
        assertThat(problem("application/json", body)).isEqualTo(new Problem.BadRequest("JSON data must be a dict."));
    }

    @Test
    void depthIsBounded() {
        assertThat(problem("application/json", "{\"a\":".repeat(10_000)))
                .isEqualTo(new Problem.BadRequest("The request contains invalid JSON."));
    }

    @ParameterizedTest
    @CsvSource(value = {"text/plain", "application/xml", "multipart/form-data"})
    void anotherMediaTypeIsUnsupported(String type) {
        assertThat(problem(type, "{}")).isEqualTo(new Problem.UnsupportedMediaType());
    }

    @Test
    void whatCurlSendsByDefaultIsABadRequestAsInTheOriginal() {
        var expected = new Problem.BadRequest("Please send valid JSON with a 'Content-Type: application/json' header.");
        assertThat(problem(null, "{}")).isEqualTo(expected);
        assertThat(problem("application/x-www-form-urlencoded", "a=b")).isEqualTo(expected);
    }

    @Test
    void anOverrideBringsItsParameters() {
        var request = request(
                "application/json",
                "{\"_params\": {\"a\": 2, \"lead_id__in\": [\"x\", \"y\"], \"n\": null, \"b\": true}}");
        request.override("GET");

        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.parameters()).isEqualTo(Map.of("a", "2", "lead_id__in", "x,y", "n", "", "b", "true"));
        assertThat(request.origin().zone()).isEqualTo(ZoneOffset.ofHours(-4));
    }
}
