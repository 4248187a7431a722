package ajar.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.Crm;
import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import ajar.engine.resource.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class InterestTest {
    private static JsonNode checked(String events) {
        return Interest.codec().parse(Json.parse(events.replace('\'', '"')));
    }

    @Test
    void whateverIsLoggedCanBeSubscribedTo() {
        var logged = Crm.RESOURCES.stream().filter(Resource::isLogged).map(Resource::eventName);

        assertThat(logged)
                .allSatisfy(type ->
                        assertThat(EventTypes.actionsOf(type)).as(type).contains("created", "deleted", "updated"));
    }

    @Test
    void aFilterIsKeptAsItWasSentAndOneThatWasNotSentIsNotMadeUp() {
        var events = checked("""
            [{'object_type': 'lead', 'action': 'merged', 'ignored': 1},
             {'action': 'created', 'object_type': 'contact', 'extra_filter': null},
             {'action': 'created', 'object_type': 'task.lead', 'event_filter': {'type': 'is_null', 'more': 1}}]\
            """);

        assertThat(events).isEqualTo(Json.parse("""
            [{"action": "merged", "object_type": "lead"},
             {"action": "created", "extra_filter": null, "object_type": "contact"},
             {"action": "created", "extra_filter": {"type": "is_null", "more": 1},
              "object_type": "task.lead"}]\
            """));
        assertThat(Interest.of(events))
                .containsExactly(
                        new Interest("lead", "merged", null),
                        new Interest("contact", "created", null),
                        new Interest("task.lead", "created", new EventFilter.IsNull()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | Value must be of list type.",
                "[] | List must not be empty.",
                "['lead'] | {'errors':{'0':'Value must be of dict type.'}}",
                "[{}] | {'object_type':'This field is required.','action':'This field is required.'}",
                "[{'object_type': 'lead', 'action': 7}] | {'action':'Value must be of str type.'}",
                "[{'object_type': 'leads', 'action': 'created'}] | {'object_type':'Not a valid choice.'}",
                "[{'object_type': 'lead', 'action': 'sent'}] |"
                        + " {'action':'action must be one of created,deleted,merged,updated'}",
                "[{'object_type': 'lead', 'action': 'created', 'extra_filter': {'type': 'x'}}] | {'extra_filter':{",
                "[{'object_type': 'lead', 'action': 'created'}, {'object_type': 'x', 'action': 'y'}] | {'errors':{'1':",
            })
    void whatCannotHappenIsRefusedWithTheReason(String events, String message) {
        assertThatThrownBy(() -> checked(events))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.detail().toString()).contains(message.replace('\'', '"')));
    }

    @Test
    void aListHasAnEnd() {
        String line = "{'object_type': 'lead', 'action': 'created'}";

        assertThatThrownBy(() -> checked("[" + (line + ",").repeat(300) + line + "]"))
                .hasMessageContaining("List is too long.");
    }
}
