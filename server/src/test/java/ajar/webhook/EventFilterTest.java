package ajar.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EventFilterTest {
    private static final JsonNode EVENT = Json.parse("""
        {"action": "updated", "user_id": "user_1", "lead_id": null, "changed_fields": ["status_type", "value"],
         "meta": {"request_method": "PUT"}, "previous_data": {"status_type": "active"},
         "data": {"status_type": "won", "value": 1500, "note": "Call Ada back", "custom.cf_1": "blue",
                  "flags": {"late": true}, "empty": "", "tags": [],
                  "addresses": [{"city": "Portland", "zip": 97201}, {"city": "Salem"}]}}\
        """);

    private static boolean accepts(String filter) {
        return EventFilterParser.parse(Json.parse(filter.replace('\'', '"'))).accepts(EVENT);
    }

    private static String in(String path, String filter) {
        var names = path.split("/", -1);
        String nested = filter;
        for (int i = names.length - 1; i >= 0; i--) {
            nested = "{'type': 'field_accessor', 'field': '" + names[i] + "', 'filter': " + nested + "}";
        }
        return nested;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user_id | {'type': 'equals', 'value': 'user_1'} | true",
                "user_id | {'type': 'equals', 'value': 'USER_1'} | false",
                "user_id | {'type': 'equals', 'value': null} | false",
                "lead_id | {'type': 'equals', 'value': null} | true",
                "no_such_field | {'type': 'equals', 'value': null} | true",
                "data/value | {'type': 'equals', 'value': 1500} | true",
                "data/value | {'type': 'equals', 'value': 1500.0} | true",
                "data/value | {'type': 'equals', 'value': '1500'} | false",
                "data/flags | {'type': 'equals', 'value': {'late': true}} | true",
                "data/flags/late | {'type': 'equals', 'value': 1} | false",
                "changed_fields | {'type': 'equals', 'value': ['status_type', 'value']} | true",
                "changed_fields | {'type': 'equals', 'value': ['value', 'status_type']} | false",
                "user_id | {'type': 'not_equals', 'value': 'user_1'} | false",
                "user_id | {'type': 'not_equals', 'value': 'user_2'} | true",
                "no_such_field | {'type': 'not_equals', 'value': 'user_2'} | true",
                "lead_id | {'type': 'is_null'} | true",
                "no_such_field | {'type': 'is_null'} | true",
                "data/empty | {'type': 'is_null'} | false",
                "user_id | {'type': 'non_null'} | true",
                "lead_id | {'type': 'non_null'} | false",
                "no_such_field | {'type': 'non_null'} | false",
                "changed_fields | {'type': 'contains', 'value': 'value'} | true",
                "changed_fields | {'type': 'contains', 'value': 'val'} | false",
                "data/note | {'type': 'contains', 'value': 'Ada'} | true",
                "data/note | {'type': 'contains', 'value': 'ada'} | false",
                "data/note | {'type': 'contains', 'value': 1} | false",
                "data/value | {'type': 'contains', 'value': 1} | false",
                "no_such_field | {'type': 'contains', 'value': 'a'} | false",
                "data/custom.cf_1 | {'type': 'equals', 'value': 'blue'} | true",
                "data/note/deeper | {'type': 'non_null'} | false",
                "data/note/deeper | {'type': 'is_null'} | true",
                "data/addresses | {'type': 'any_array_value', 'filter': {'type': 'field_accessor', 'field': 'city',"
                        + " 'filter': {'type': 'equals', 'value': 'Salem'}}} | true",
                "data/addresses | {'type': 'any_array_value', 'filter': {'type': 'field_accessor', 'field': 'city',"
                        + " 'filter': {'type': 'equals', 'value': 'Bend'}}} | false",
                "data/tags | {'type': 'any_array_value', 'filter': {'type': 'is_null'}} | false",
                "data/note | {'type': 'any_array_value', 'filter': {'type': 'non_null'}} | false",
                "user_id | {'type': 'not', 'filter': {'type': 'equals', 'value': 'user_1'}} | false",
                "user_id | {'type': 'not', 'filter': {'type': 'equals', 'value': 'user_2'}} | true",
            })
    void aConditionIsSatisfiedOrNot(String path, String condition, boolean expected) {
        assertThat(accepts(in(path, condition))).isEqualTo(expected);
    }

    @Test
    void andNeedsAllOfThemAndOrNeedsOne() {
        String won = in("data/status_type", "{'type': 'equals', 'value': 'won'}");
        String lost = in("data/status_type", "{'type': 'equals', 'value': 'lost'}");

        assertThat(accepts("{'type': 'and', 'filters': [" + won + "]}")).isTrue();
        assertThat(accepts("{'type': 'and', 'filters': [" + won + ", " + lost + "]}"))
                .isFalse();
        assertThat(accepts("{'type': 'or', 'filters': [" + lost + ", " + won + "]}"))
                .isTrue();
        assertThat(accepts("{'type': 'or', 'filters': [" + lost + "]}")).isFalse();
    }

    @Test
    void theDocumentedExampleFindsWhatHasJustBeenWon() {
        String justWon = "{'type': 'and', 'filters': ["
                + in("changed_fields", "{'type': 'contains', 'value': 'status_type'}") + ", "
                + in("data/status_type", "{'type': 'equals', 'value': 'won'}") + "]}";

        assertThat(accepts(justWon)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type': 'sounds_like', 'value': 1} | type must be one of"
                        + " and,any_array_value,contains,equals,field_accessor",
                "{} | type must be one of",
                "{'type': ['and']} | type must be one of",
                "[] | Value must be of dict type.",
                "{'type': 'equals'} | {'value':'This field is required.'}",
                "{'type': 'contains'} | {'value':'This field is required.'}",
                "{'type': 'not'} | {'filter':'This field is required.'}",
                "{'type': 'not', 'filter': 7} | {'filter':'Value must be of dict type.'}",
                "{'type': 'and'} | {'filters':'This field is required.'}",
                "{'type': 'and', 'filters': {}} | {'filters':'Value must be of list type.'}",
                "{'type': 'or', 'filters': []} | {'filters':'List must not be empty.'}",
                "{'type': 'or', 'filters': [{'type': 'is_null'}, {'type': 'x'}]} | {'filters':{'errors':{'1':",
                "{'type': 'field_accessor', 'filter': {'type': 'is_null'}} | {'field':'This field is required.'}",
                "{'type': 'field_accessor', 'field': 1} | {'field':'Value must be of str type.'}",
                "{'type': 'field_accessor', 'field': 'data'} | {'filter':'This field is required.'}",
                "{'type': 'equals', 'value': 1e999} | The number is too large.",
            })
    void aFilterThatMakesNoSenseIsRefusedWithTheReason(String filter, String message) {
        assertThatThrownBy(() -> accepts(filter))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.detail().toString()).contains(message.replace('\'', '"')));
    }

    @Test
    void aFilterIsNeitherDeepNorLongWithoutBounds() {
        String deepest = in("data" + "/data".repeat(EventFilterParser.MOST_LEVELS - 2), "{'type': 'is_null'}");
        String tooDeep = in("data" + "/data".repeat(EventFilterParser.MOST_LEVELS - 1), "{'type': 'is_null'}");
        String tooLong = "{'type': 'or', 'filters': ["
                + "{'type': 'is_null'},".repeat(EventFilterParser.MOST_CONDITIONS) + "{'type': 'is_null'}]}";
        String tooLarge = "{'type': 'equals', 'value': '" + "x".repeat(10_001) + "'}";

        assertThat(accepts(deepest)).isTrue();
        assertThatThrownBy(() -> accepts(tooDeep)).hasMessageContaining("20 levels deep at most");
        assertThatThrownBy(() -> accepts(tooLong)).hasMessageContaining("200 conditions at most");
        assertThatThrownBy(() -> accepts(tooLarge)).hasMessageContaining("no longer than 10000");
    }
}
