package ajar.engine.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.engine.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemsTest {
    private static final Codec<tools.jackson.databind.JsonNode> EMAILS = Items.of()
            .required("email", Codecs.text(5))
            .optional("name", Codecs.TEXT)
            .or("type", Codecs.TEXT, Json.object().stringNode("office"))
            .readOnly("checked", Codecs.BOOL, Json.object().booleanNode(false))
            .atMost(2)
            .checkedBy(item -> {
                if (item.path("email").asString().equals("bad")) {
                    throw Items.rejected("email", "Bad.");
                }
            })
            .codec();

    @Test
    void anItemIsCompletedAndItsKeysAreSorted() {
        assertThat(Json.text(EMAILS.parse(Json.parse("[{\"unknown\": 1, \"checked\": true, \"email\": \"a\"}]"))))
                .isEqualTo("[{\"checked\":false,\"email\":\"a\",\"name\":null,\"type\":\"office\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|\"Value must be of list type.\"",
                "[{}, {}, {}]|\"List is too long.\"",
                "[5]|{\"errors\":{\"0\":\"Value must be of dict type.\"}}",
                "[{}]|{\"errors\":{\"0\":{\"errors\":[],\"field-errors\":{\"email\":\"This field is required.\"}}}}",
                "[{\"email\":\" \"}]|{\"errors\":{\"0\":{\"errors\":[],\"field-errors\":{\"email\":\"This field is"
                        + " required.\"}}}}",
                "[{\"email\":\"a\"},{\"email\":\"bad\"}]|{\"errors\":{\"1\":{\"errors\":[],\"field-errors\":"
                        + "{\"email\":\"Bad.\"}}}}",
                "[{\"email\":\"toolong\",\"name\":5}]|{\"errors\":{\"0\":{\"errors\":[],\"field-errors\":"
                        + "{\"email\":\"The value must be no longer than 5 characters.\",\"name\":\"Value must be of"
                        + " str type.\"}}}}"
            })
    void whatIsWrongIsToldByItsPlace(String json, String detail) {
        var refused = catchThrowableOfType(Rejected.class, () -> EMAILS.parse(Json.parse(json)));
        assertThat(Json.text(refused.detail())).isEqualTo(detail);
    }

    @Test
    void undeclaredKeysAreKeptWhereSomebodyElseChecksThem() {
        var codec = Items.of().keepingAll().codec();
        assertThat(Json.text(codec.parse(Json.parse("[{\"b\":1,\"a\":[]}]")))).isEqualTo("[{\"b\":1,\"a\":[]}]");
    }
}
