package ajar.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private final Router router = new Router(List.of(
            endpoint("GET", "/lead/"),
            endpoint("POST", "/lead/"),
            endpoint("GET", "/lead/{id}/"),
            endpoint("PUT", "/lead/{id}/"),
            endpoint("POST", "/lead/merge/"),
            endpoint("GET", "/{kind}/{id}/files/{name}/")));

    private static Endpoint endpoint(String method, String path) {
        return Endpoint.of(method, path, "", "", _ -> Response.noContent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lead/", "/lead", "lead", "lead/"})
    void slashesAtTheEndsDoNotMatter(String path) {
        assertThat(router.find("GET", path).endpoint().path()).isEqualTo("/lead/");
    }

    @Test
    void headIsAnsweredAsGet() {
        assertThat(router.find("HEAD", "/lead/").endpoint().method()).isEqualTo("GET");
    }

    @Test
    void aConstantBeatsAVariable() {
        assertThat(router.find("POST", "/lead/merge/").endpoint().path()).isEqualTo("/lead/merge/");
        assertThat(router.find("GET", "/lead/other/").variables()).isEqualTo(Map.of("id", "other"));
    }

    @Test
    void aConstantThatLeadsNowhereGivesWayToAVariable() {
        assertThat(router.find("GET", "/lead/l1/files/a/").variables())
                .isEqualTo(Map.of("kind", "lead", "id", "l1", "name", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "/nowhere/", "/lead/a/b/", "//lead/", "/lead//", "/Lead/", "/x/y/files/"})
    void anythingElseIsNoPath(String path) {
        if (path.equals("/lead//")) {
            assertThat(router.find("GET", path).variables()).isEqualTo(Map.of("id", ""));
        } else {
            assertThat(problem("GET", path)).isEqualTo(new Problem.NoSuchPath());
        }
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /lead/, 'GET, POST'", "POST, /lead/x/, 'GET, PUT'", "PATCH, /lead/merge/, POST"})
    void anotherMethodIsToldWhatIsAllowed(String method, String path, String allowed) {
        assertThat(problem(method, path)).isEqualTo(new Problem.MethodNotAllowed(allowed));
    }

    @Test
    void twoEndpointsCannotShareAPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Router(List.of(endpoint("GET", "/a/{x}/"), endpoint("GET", "/a/{y}/"))))
                .withMessageContaining("GET /a/{y}/");
    }

    private Problem problem(String method, String path) {
        return catchThrowableOfType(ApiException.class, () -> router.find(method, path))
                .problem();
    }
}
