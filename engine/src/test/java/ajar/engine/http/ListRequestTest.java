package ajar.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListRequestTest {
    @Test
    void whatIsAbsentFallsBack() {
        assertThat(ListRequest.limit(Map.of(), 200, 100)).isEqualTo(100);
        assertThat(ListRequest.limit(Map.of("_limit", ""), 200, 100)).isEqualTo(100);
        assertThat(ListRequest.skip(Map.of())).isZero();
    }

    @Test
    void theBoundsThemselvesAreAllowed() {
        assertThat(ListRequest.limit(Map.of("_limit", "0"), 200, 100)).isZero();
        assertThat(ListRequest.limit(Map.of("_limit", "200"), 200, 100)).isEqualTo(200);
        assertThat(ListRequest.skip(Map.of("_skip", "250000"))).isEqualTo(250_000);
    }

    @ParameterizedTest
    @CsvSource({
        "_limit, abc, '_limit must be an integer (got \"abc\" instead).'",
        "_limit, 1.5, '_limit must be an integer (got \"1.5\" instead).'",
        "_skip, 1e99999, '_skip must be an integer (got \"1e99999\" instead).'",
        "_skip, -1, '_skip must be a non-negative integer (got \"-1\" instead).'",
        "_limit, -99999999999999, '_limit must be a non-negative integer (got \"-99999999999999\" instead).'"
    })
    void whatIsNoNumberIsRefusedInTheOriginalsWords(String name, String value, String message) {
        assertThat(problem(name, value)).isEqualTo(new Problem.BadRequest(message));
    }

    @ParameterizedTest
    @CsvSource({"_limit, 101", "_limit, 99999999999", "_skip, 250001"})
    void whatIsTooLargeIsRefusedWithTheMaximum(String name, String value) {
        int most = name.equals("_limit") ? 100 : 250_000;
        assertThat(problem(name, value)).isInstanceOfSatisfying(Problem.PageTooLarge.class, page -> {
            assertThat(page.parameter()).isEqualTo(name);
            assertThat(page.most()).isEqualTo(most);
            assertThat(page.message()).contains("(max" + name + " = " + most + ").");
        });
    }

    private static Problem problem(String name, String value) {
        return catchThrowableOfType(ApiException.class, () -> {
                    var parameters = Map.of(name, value);
                    int read = name.equals("_limit")
                            ? ListRequest.limit(parameters, 100, 100)
                            : ListRequest.skip(parameters);
                    throw new AssertionError(read);
                })
                .problem();
    }
}
