package ajar.engine.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.field.Access;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.http.Endpoint;
import ajar.engine.http.ResourceEndpoints;
import ajar.engine.resource.Filter;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
    private static final Field<String> NAME =
            Field.column("name", Codecs.text(100)).mandatory().writable().about("What it is called.");
    private static final Field<String> SHELF =
            Field.column("shelf", Codecs.TEXT).writable().emptied().alsoChanges("place");
    private static final Field<Long> PAGES =
            Field.column("pages", Codecs.whole(0, 9999)).or(1L).writable();
    private static final Resource BOOK = Resource.named("library/book")
            .model("Book")
            .about("Something to read.")
            .fields(Stamps.ID, Stamps.DATE_CREATED)
            .fields(
                    NAME,
                    SHELF,
                    PAGES,
                    Field.column("summary", Codecs.TEXT).writable(),
                    Field.column("place", Codecs.TEXT).whenAsked(),
                    Field.column("lender", Codecs.ID).alwaysNull(),
                    Field.input("blurb_sent", Codecs.TEXT, Access.READ_WRITE).alsoSentAs("blurb"),
                    Field.column("secret", Codecs.TEXT).hidden())
            .filterBy(Filter.equal(NAME), Filter.range(PAGES).requiring("name"))
            .orderBy(Stamps.DATE_CREATED)
            .atMost(50)
            .answers(201, 204)
            .guardedBy("manage_books")
            .emits("book")
            .example("{\"name\": \"Walden\"}")
            .updateExample("{\"name\": \"Emma\"}")
            .build();
    private static final JsonNode document = document();

    private static OpenApi openApi() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(Endpoint.of("GET", "/clock", "clock", "The time", _ -> null)
                .openToAll()
                .extension());
        endpoints.addAll(new ResourceEndpoints(null).of(BOOK));
        endpoints.add(Endpoint.of("GET", "/api/v1/library/", "library", "Everything", _ -> null));
        var info = new OpenApi.Info("Library", "1.0", "Books", "https://example.com");
        return new OpenApi(info, Map.of("library", "All of it."), new Registry(List.of(BOOK)), endpoints);
    }

    private static JsonNode document() {
        return openApi().document();
    }

    @Test
    void theDocumentSaysWhatItIs() {
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.at("/info/title").asString()).isEqualTo("Library");
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("https://example.com");
        assertThat(document.at("/components/securitySchemes").propertyNames()).containsExactly("apiKey", "oauth");
    }

    @Test
    void groupsStandInTheOrderOfTheResources() {
        var tags = document.path("tags");

        assertThat(tags.valueStream().map(tag -> tag.path("name").asString()))
                .containsExactly("library", "library.book", "clock");
        assertThat(tags.path(0).path("description").asString()).isEqualTo("All of it.");
        assertThat(tags.path(1).path("x-ajar-event").asString()).isEqualTo("book");
        assertThat(tags.path(1).path("x-ajar-model").asString()).isEqualTo("Book");
    }

    @Test
    void anOperationTellsItsAnswers() {
        var create = document.at("/paths/~1api~1v1~1library~1book~1/post");
        var delete = document.at("/paths/~1api~1v1~1library~1book~1{id}~1/delete");

        assertThat(create.path("operationId").asString()).isEqualTo("post_library_book");
        assertThat(create.path("responses").propertyNames()).containsExactly("201", "400", "401", "403");
        assertThat(delete.path("responses").propertyNames()).containsExactly("204", "401", "403", "404");
    }

    @Test
    void anExtensionIsMarked() {
        var clock = document.at("/paths/~1clock/get");

        assertThat(clock.path("x-ajar-extension").asBoolean(false)).isTrue();
        assertThat(clock.path("description").asString()).startsWith("Ajar extension");
        assertThat(clock.path("security").isEmpty()).isTrue();
        assertThat(clock.path("responses").propertyNames()).containsExactly("200");
    }

    @Test
    void anAnswerTellsWhatItsFieldsAre() {
        var book = document.at("/components/schemas/Book");

        assertThat(book.path("properties").propertyNames()).doesNotContain("secret", "blurb", "blurb_sent");
        assertThat(book.at("/properties/id/readOnly").asBoolean(false)).isTrue();
        assertThat(book.at("/properties/name").has("readOnly")).isFalse();
        assertThat(book.at("/properties/summary/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(book.at("/properties/shelf/type").asString()).isEqualTo("string");
        assertThat(book.at("/properties/lender/type").asString()).isEqualTo("null");
        assertThat(book.path("required").toString()).contains("\"name\"").doesNotContain("\"place\"");
    }

    @Test
    void aBodyTellsWhatNullDoesAndWhatChangesToo() {
        var update =
                document.at("/paths/~1api~1v1~1library~1book~1{id}~1/put/requestBody/content/application~1json/schema");

        assertThat(update.path("properties").propertyNames())
                .containsExactlyInAnyOrder("name", "shelf", "pages", "summary", "blurb");
        assertThat(update.at("/properties/name/type").asString()).isEqualTo("string");
        assertThat(update.at("/properties/summary").has("x-ajar-cleared")).isFalse();
        assertThat(update.at("/properties/pages/x-ajar-cleared").asString()).isEqualTo("default");
        assertThat(update.at("/properties/shelf/x-ajar-cleared").asString()).isEqualTo("default");
        assertThat(update.at("/properties/shelf/x-ajar-changes/0").asString()).isEqualTo("place");
        assertThat(update.at("/properties/blurb/writeOnly").asBoolean(false)).isTrue();
        assertThat(update.at("/example/name").asString()).isEqualTo("Emma");
    }

    @Test
    void aListTellsItsParameters() {
        var parameters = document.at("/paths/~1api~1v1~1library~1book~1/get/parameters");

        assertThat(parameters.valueStream().map(it -> it.path("name").asString()))
                .containsExactly(
                        "_limit",
                        "_skip",
                        "_fields",
                        "_order_by",
                        "name",
                        "pages",
                        "pages__gt",
                        "pages__gte",
                        "pages__lt",
                        "pages__lte");
        assertThat(parameters.at("/0/schema/maximum").intValue()).isEqualTo(50);
        assertThat(parameters.at("/3/schema/enum").toString()).isEqualTo("[\"date_created\",\"-date_created\"]");
        assertThat(parameters.at("/7/x-ajar-operator").asString()).isEqualTo("gte");
        assertThat(parameters.at("/7/x-ajar-requires/0").asString()).isEqualTo("name");
    }

    @Test
    void theServedTextIsTheDocument() {
        var endpoint = openApi().endpoint();
        var response = endpoint.handler().handle(null);

        assertThat(endpoint.open()).isTrue();
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(document.toString());
    }
}
