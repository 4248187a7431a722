package ajar.web;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Crm;
import ajar.engine.http.Endpoint;
import ajar.engine.http.EventEndpoints;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.openapi.OpenApi;
import ajar.engine.resource.Registry;
import ajar.lead.LeadMerge;
import ajar.meeting.MeetingActions;
import ajar.organization.OrganizationEndpoints;
import ajar.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The OpenAPI document of the whole CRM.
class DocumentTest {
    private static final JsonNode document = document();

    private static JsonNode document() {
        // Describing an endpoint touches no engine; only calling it would.
        var plain = new ResourceEndpoints(null);
        List<Endpoint> endpoints = new ArrayList<>();
        Crm.RESOURCES.forEach(resource -> endpoints.addAll(plain.of(resource)));
        endpoints.addAll(new Timeline(null, Crm.ACTIVITIES).endpoints());
        endpoints.addAll(new LeadMerge(null).endpoints());
        endpoints.addAll(new MeetingActions(null).endpoints());
        endpoints.addAll(new OrganizationEndpoints(null).endpoints());
        endpoints.addAll(new EventEndpoints(null, null).endpoints());
        var info = new OpenApi.Info("Ajar", "1.2.3", "A server", "http://127.0.0.1:8080");
        return new OpenApi(info, Map.of(), new Registry(Crm.RESOURCES), endpoints).document();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var references = document.findValuesAsString("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/components/");
            assertThat(document.at(reference.substring(1)).isObject())
                    .as(reference)
                    .isTrue();
        });
    }

    @Test
    void everyOperationHasOneSuccessAndANameOfItsOwn() {
        var names = new ArrayList<String>();
        for (var operation : operations()) {
            names.add(operation.path("operationId").asString());
            assertThat(operation.path("responses").propertyNames().stream().filter(status -> status.startsWith("2")))
                    .as(names.getLast())
                    .hasSize(1);
        }

        assertThat(names).isNotEmpty().doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][A-Za-z0-9_]+"));
    }

    @Test
    void everyVariableOfAPathIsDescribed() {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    long variables = path.getKey().chars().filter(c -> c == '{').count();
                    assertThat(operation
                                    .path("parameters")
                                    .valueStream()
                                    .filter(it -> it.path("in").asString().equals("path")))
                            .as(path.getKey())
                            .hasSize((int) variables);
                }));
    }

    @Test
    void everyOperationStandsInAListedGroup() {
        var listed = document.path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .toList();

        assertThat(listed).doesNotHaveDuplicates().startsWith("lead", "contact", "activity", "activity.note");
        assertThat(operations())
                .allSatisfy(operation -> assertThat(listed)
                        .contains(operation.path("tags").path(0).asString()));
    }

    @Test
    void anExampleSetsOnlyWhatIsTaken() {
        for (var operation : operations()) {
            var body = operation.at("/requestBody/content/application~1json/schema");
            var taken = new TreeSet<>(body.path("properties").propertyNames());

            assertThat(taken)
                    .as(operation.path("operationId").asString())
                    .containsAll(body.path("example").propertyNames());
        }
    }

    @Test
    void theExampleOfAnUpdateSetsEverything() {
        for (var operation : operations()) {
            var body = operation.at("/requestBody/content/application~1json/schema");
            if (operation.path("operationId").asString().startsWith("put_") && body.has("example")) {
                assertThat(body.path("example").propertyNames())
                        .as(operation.path("operationId").asString())
                        .containsExactlyInAnyOrderElementsOf(
                                body.path("properties").propertyNames());
            }
        }
    }

    @Test
    void whatCanBeSentIsNotReadOnly() {
        var phone = document.at("/components/schemas/Call/properties/phone");

        assertThat(phone.has("readOnly")).isFalse();
        assertThat(document.at("/components/schemas/Call/properties/disposition/readOnly")
                        .asBoolean(false))
                .isTrue();
    }

    @Test
    void inputsAreDescribedUnderTheNamesThatClientsSend() {
        var call = document.at("/paths/~1api~1v1~1activity~1call~1/post/requestBody/content/application~1json/schema");
        var lead = document.at("/paths/~1api~1v1~1lead~1/post/requestBody/content/application~1json/schema");

        assertThat(call.path("properties").propertyNames()).contains("phone").doesNotContain("phone_sent");
        assertThat(lead.path("properties").propertyNames()).contains("contacts").doesNotContain("new_contacts");
    }

    @Test
    void theSearchForMeetingsSaysWhatItNeeds() {
        var parameters = document.at("/paths/~1api~1v1~1activity~1meeting~1/get/parameters");

        assertThat(parameters
                        .valueStream()
                        .filter(it -> it.path("name").asString().equals("starts_at__gte"))
                        .map(it -> it.path("x-ajar-requires").path(0).asString()))
                .containsExactly("provider_calendar_event_id");
    }

    private static List<JsonNode> operations() {
        var operations = new ArrayList<JsonNode>();
        document.path("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }
}
