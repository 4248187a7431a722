package ajar.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.json.Json;
import ajar.engine.problem.FieldErrors;
import ajar.engine.problem.Problem;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorPageTest {
    static Stream<Arguments> problems() {
        return Stream.of(
                Arguments.of(new Problem.NotFound("Lead"), 404, "Empty query: Lead matching query does not exist."),
                Arguments.of(
                        new Problem.NoSuchPath(),
                        404,
                        "The requested URL was not found on the server. If you entered the URL manually please check"
                                + " your spelling and try again."),
                Arguments.of(
                        new Problem.PostInsteadOfPut(),
                        404,
                        "The requested URL was not found on the server. Did you mean to use PUT?"),
                Arguments.of(new Problem.BadRequest("No."), 400, "No."),
                Arguments.of(
                        new Problem.Unauthorized(),
                        401,
                        "The server could not verify that you are authorized to access the URL requested.  You either"
                                + " supplied the wrong credentials (e.g. a bad password), or your browser doesn't"
                                + " understand how to supply the credentials required."),
                Arguments.of(new Problem.Forbidden("Never."), 403, "Never."),
                Arguments.of(
                        new Problem.MethodNotAllowed("GET"), 405, "The method is not allowed for the requested URL."),
                Arguments.of(
                        new Problem.UnsupportedMediaType(),
                        415,
                        "Please send valid JSON with a 'Content-Type: application/json' header."),
                Arguments.of(new Problem.TooLarge(9), 413, "The request body is larger than 9 bytes."),
                Arguments.of(
                        new Problem.Unavailable(Duration.ofSeconds(2)),
                        503,
                        "The database cannot be reached at the moment. Please try again."));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void aProblemHasItsStatusAndItsWords(Problem problem, int status, String message) {
        var page = ErrorPage.of(problem);

        assertThat(page.status()).isEqualTo(status);
        assertThat(page.contentType()).isEqualTo("application/json");
        assertThat(Json.parse(page.body())).isEqualTo(Json.object().put("error", message));
    }

    @Test
    void headersSayWhatToDo() {
        assertThat(ErrorPage.of(new Problem.MethodNotAllowed("GET, POST")).headers())
                .containsEntry("allow", "GET, POST");
        assertThat(ErrorPage.of(new Problem.Unauthorized()).headers()).containsKey("www-authenticate");
        assertThat(ErrorPage.of(new Problem.TooLarge(1)).headers()).containsEntry("connection", "close");
        assertThat(ErrorPage.of(new Problem.Unavailable(Duration.ofSeconds(2))).headers())
                .containsEntry("retry-after", "2");
    }

    @Test
    void invalidFieldsAreToldInTheFormOfTheWire() {
        assertThat(text(ErrorPage.of(new Problem.Invalid(FieldErrors.of("lead", "Object does not exist.")))))
                .isEqualTo("{\"errors\":[],\"field-errors\":{\"lead\":\"Object does not exist.\"}}");
    }

    @Test
    void aPageThatIsTooLargeIsToldInBothForms() {
        assertThat(text(ErrorPage.of(new Problem.PageTooLarge("_limit", "Too large.", 100))))
                .isEqualTo("{\"error\":\"Too large.\",\"errors\":[],\"field-errors\":{\"_limit\":\"Input should be less"
                        + " than or equal to 100\"}}");
    }

    @Test
    void aBugTellsNothingButItsNumber() {
        var page = ErrorPage.bug("req_1");
        assertThat(page.status()).isEqualTo(500);
        assertThat(Json.parse(page.body()).path("request_id").asString()).isEqualTo("req_1");
    }

    private static String text(Response response) {
        return Json.text(Json.parse(response.body()));
    }
}
