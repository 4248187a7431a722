package ajar.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.json.Json;
import org.junit.jupiter.api.Test;

class FieldErrorsTest {
    @Test
    void bothKeysAreAlwaysThere() {
        assertThat(Json.text(new FieldErrors().toJson())).isEqualTo("{\"errors\":[],\"field-errors\":{}}");
        assertThat(new FieldErrors().isEmpty()).isTrue();
    }

    @Test
    void theFirstMessageOfAFieldWinsAndOrderIsKept() {
        var errors = FieldErrors.of("b", "First.")
                .add("b", "Second.")
                .add("a", Json.object().put("0", "Nested."))
                .addOverall("Overall.");

        assertThat(Json.text(errors.toJson()))
                .isEqualTo("{\"errors\":[\"Overall.\"],\"field-errors\":{\"b\":\"First.\",\"a\":{\"0\":\"Nested.\"}}}");
        assertThat(errors.has("a")).isTrue();
        assertThat(errors.has("c")).isFalse();
        assertThat(errors.first()).isEqualTo("Overall.");
    }
}
