package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Notes: a plain and a rich form of one text, pins, mentions and attachments.
class NoteTest {
    private static final Crm crm = Ajar.organization("Notes");
    private static final Api api = crm.api;

    @Test
    void aNoteHasTheRecordedDefaults() {
        Item lead = crm.lead();

        Item note = crm.note(lead.id(), "test");

        assertThat(note.get("_type")).isEqualTo("Note");
        assertThat(note.get("note")).isEqualTo("test");
        assertThat(note.get("note_html")).isEqualTo("<body><p>test</p></body>");
        assertThat(note.get("source")).isEqualTo("api");
        assertThat(note.get("pinned")).isEqualTo(false);
        assertThat(note.get("pinned_at")).isNull();
        assertThat(note.get("title")).isNull();
        assertThat(note.get("attachments")).isEqualTo(List.of());
        assertThat(note.get("note_mentions")).isEqualTo(List.of());
        assertThat(note.get("users")).isEqualTo(List.of());
        assertThat(note.get("contact_id")).isNull();
        assertThat(note.get("lead_id")).isEqualTo(lead.id());
        assertThat(note.get("organization_id")).isEqualTo(crm.organization);
        assertThat(note.get("activity_at")).isEqualTo(note.get("date_created"));
        for (String actor : List.of("user", "created_by", "updated_by")) {
            assertThat(note.get(actor.equals("user") ? "user_id" : actor)).isEqualTo(crm.user);
            assertThat(note.get(actor + "_name")).isEqualTo(crm.userName());
        }
        assertThat(note.has("comment_summary")).isFalse();
        Shape.assertKeyOrder(note.node());
    }

    @Test
    void anEmptyNoteIsANote() {
        // A guess: neither form is required.
        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id());

        assertThat(note.get("note")).isEqualTo("");
        assertThat(note.get("note_html")).isEqualTo("<body><p></p></body>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a < b & c      | <body><p>a &lt; b &amp; c</p></body>",
                "Zoë, 東京       | <body><p>Zoë, 東京</p></body>"
            })
    void plainTextIsEscaped(String plain, String html) {
        assertThat(crm.note(crm.lead().id(), plain).get("note_html")).isEqualTo(html);
    }

    @Test
    void linesOfPlainTextBecomeLinesOfHtml() {
        Item note = crm.note(crm.lead().id(), "one\ntwo");

        assertThat(note.get("note")).isEqualTo("one\ntwo");
        assertThat(note.text("note_html").replaceAll("<br ?/?>", "<br>")).isEqualTo("<body><p>one<br>two</p></body>");
    }

    @Test
    void theRichFormIsTurnedIntoLinesOfText() {
        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id(), "note_html", """
            <body><p>Hello <strong>Ada</strong></p><ul><li>one</li><li>two &amp; three</li></ul></body>\
            """.strip());

        assertThat(note.text("note")
                        .lines()
                        .map(line -> line.replaceAll("^[-*•\\s]+", ""))
                        .toList())
                .containsSubsequence("Hello Ada", "one", "two & three");
        assertThat(note.text("note")).doesNotContain("<", "&amp;");
    }

    @Test
    void theRichFormWinsAndEachFormRewritesTheOther() {
        String html = "<body><p>rich</p></body>";
        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id(), "note", "plain", "note_html", html);
        String path = "/activity/note/" + note.id() + "/";

        assertThat(note.get("note_html")).isEqualTo(html);
        assertThat(note.get("note")).isEqualTo("rich");
        Item plain = api.put(path, Json.object("note", "again plain")).ok();
        assertThat(plain.get("note_html")).isEqualTo("<body><p>again plain</p></body>");
        Item rich = api.put(path, Json.object("note_html", "<body><h1>Title</h1></body>"))
                .ok();
        assertThat(rich.get("note")).isEqualTo("Title");
        Item both =
                api.put(path, Json.object("note", "loses", "note_html", html)).ok();
        assertThat(both.get("note")).isEqualTo("rich");
    }

    @Test
    void markupThatCouldActIsRemoved() {
        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id(), "note_html", """
            <body><p onclick="steal()">Hi</p><script>steal()</script><a href="javascript:steal()">link</a>\
            <iframe src="https://example.com/"></iframe><blink>text</blink></body>\
            """);

        // A guess: foreign tags go, their text stays.
        assertThat(note.text("note_html"))
                .doesNotContain("script", "onclick", "javascript", "iframe", "<blink>")
                .contains("Hi", "link", "text")
                .startsWith("<body>")
                .endsWith("</body>");
    }

    @Test
    void allowedMarkupIsKeptAsSent() {
        String html = "<body><h2>H</h2><p><em>e</em> <u>u</u> <s>s</s> <code>c</code>"
                + " <a href=\"https://example.com/?a=1&amp;b=2\">a</a></p><ol><li>1</li></ol><hr /></body>";

        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id(), "note_html", html);

        assertThat(note.get("note_html")).isEqualTo(html);
    }

    @Test
    void mentionsAreCollected() {
        String html = "<body><p>Ask <span class=\"mention\" data-type=\"mention\" data-id=\"" + crm.user
                + "\" data-label=\"Ada\">@Ada</span></p></body>";
        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id(), "note_html", html);

        assertThat(note.get("note_mentions")).isEqualTo(List.of(crm.user));
        assertThat(note.text("note")).contains("@Ada");
        assertThat(api.put("/activity/note/" + note.id() + "/", Json.object("note", "Ask nobody"))
                        .ok()
                        .get("note_mentions"))
                .isEqualTo(List.of());
    }

    @Test
    void aPinSetsAndClearsItsTime() {
        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id(), "note", "Pin", "pinned", true);
        String path = "/activity/note/" + note.id() + "/";

        assertThat(note.get("pinned")).isEqualTo(true);
        assertThat(Shape.DATE_TIME.fits(note.text("pinned_at"))).isTrue();
        Item unpinned = api.put(path, Json.object("pinned", false)).ok();
        assertThat(unpinned.get("pinned")).isEqualTo(false);
        assertThat(unpinned.get("pinned_at")).isNull();
        assertThat(api.put(path, Json.object("pinned", true)).ok().get("pinned_at"))
                .isNotNull();
    }

    @Test
    void importsMayDateAndSignANote() {
        Item lead = crm.lead();
        Item note = crm.create(
                "/activity/note/",
                Json.map(
                        "lead_id",
                        lead.id(),
                        "note",
                        "Imported",
                        "date_created",
                        "2015-01-02T03:04:05+00:00",
                        "user_id",
                        crm.user,
                        "created_by",
                        crm.user,
                        "organization_id",
                        crm.organization,
                        "title",
                        "From the old system"));

        assertThat(note.get("date_created")).isEqualTo("2015-01-02T03:04:05+00:00");
        assertThat(note.get("activity_at")).isEqualTo("2015-01-02T03:04:05+00:00");
        assertThat(note.get("title")).isEqualTo("From the old system");
        assertThat(note.text("date_updated")).doesNotStartWith("2015");
    }

    @Test
    void whatACreateMaySetAnUpdateMayNot() {
        Item lead = crm.lead();
        Item note = crm.note(lead.id(), "Fixed");

        Item put = api.put(
                        "/activity/note/" + note.id() + "/",
                        Json.object(
                                "lead_id",
                                crm.lead().id(),
                                "created_by",
                                null,
                                "date_created",
                                "2015-01-02T03:04:05+00:00",
                                "organization_id",
                                "orga_other"))
                .ok();

        assertThat(put).isEqualTo(note);
    }

    @Test
    void theLeadIsRequired() {
        api.post("/activity/note/", "{\"note\": \"No lead\"}").refusesField("lead", "This field is required.");
        api.post("/activity/note/", "{\"note\": \"No lead\", \"lead_id\": \"\"}")
                .refusesField("lead", "This field is required.");
        api.post("/activity/note/", Json.object("note", "Unknown", "lead_id", Crm.UNKNOWN_LEAD))
                .refusesField("lead", "Object does not exist.");
        api.post("/activity/note/", Json.object("note", "Malformed", "lead_id", "nonsense"))
                .refusesField("lead", "Object does not exist.");
    }

    @Test
    void theContactMustBeOneOfTheLead() {
        Item lead = crm.leadOf("mine@example.com");
        String stranger = crm.leadOf("other@example.com").text("contacts/0/id");

        // A guess: the key is named as the model names it.
        api.post("/activity/note/", Json.object("lead_id", lead.id(), "contact_id", stranger))
                .refusesField("contact");
        api.post("/activity/note/", Json.object("lead_id", lead.id(), "contact_id", Crm.UNKNOWN_CONTACT))
                .refusesField("contact", "Object does not exist.");
        assertThat(crm.create("/activity/note/", "lead_id", lead.id(), "contact_id", lead.get("contacts/0/id"))
                        .get("contact_id"))
                .isEqualTo(lead.get("contacts/0/id"));
    }

    @ParameterizedTest
    @CsvSource({
        "note, 5, str",
        "note, true, str",
        "note, [], str",
        "title, {}, str",
        "pinned, 5, bool",
        "pinned, \"yes\", bool",
        "attachments, {}, list"
    })
    void aWrongTypeIsNamed(String field, String value, String type) {
        api.post(
                        "/activity/note/",
                        "{\"lead_id\": \"%s\", \"%s\": %s}".formatted(crm.lead().id(), field, value))
                .refusesField(field, "Value must be of " + type + " type.");
    }

    @Test
    void anAttachmentIsAnUploadedFile() {
        Item lead = crm.lead();
        String url = "https://app.close.com/go/file/temporary/" + crm.user + "/3HV4BNwDyBLdfrPbFZF78s/picture.gif/";

        Item note = crm.create(
                "/activity/note/",
                "lead_id",
                lead.id(),
                "attachments",
                List.of(Json.map("filename", "picture.gif", "url", url, "content_type", "image/gif")));

        assertThat(note.get("attachments/0/filename")).isEqualTo("picture.gif");
        assertThat(note.get("attachments/0/content_type")).isEqualTo("image/gif");
        assertThat(note.text("attachments/0/url")).startsWith("https://");
        assertThat(note.at("attachments/0").has("size")).isTrue();
        api.post(
                        "/activity/note/",
                        Json.object(
                                "lead_id",
                                lead.id(),
                                "attachments",
                                List.of(Map.of("filename", "x", "url", "https://evil.example.com/x"))))
                .refusesField("attachments");
        api.post("/activity/note/", Json.object("lead_id", lead.id(), "attachments", List.of(Map.of("url", url))))
                .refusesField("attachments", nested("filename", "This field is required."));
    }

    @Test
    void anUpdateReplacesAllAttachments() {
        String url = "https://app.close.com/go/file/temporary/" + crm.user + "/3HV4BNwDyBLdfrPbFZF78s/a.gif/";
        Item note = crm.create(
                "/activity/note/",
                "lead_id",
                crm.lead().id(),
                "attachments",
                List.of(Map.of("filename", "a.gif", "url", url)));

        Item cleared = api.put("/activity/note/" + note.id() + "/", Json.object("attachments", List.of()))
                .ok();

        assertThat(cleared.get("attachments")).isEqualTo(List.of());
    }

    @Test
    void aNoteIsDeletedForGood() {
        Item lead = crm.lead();
        Item note = crm.note(lead.id(), "Gone");

        assertThat(api.delete("/activity/note/" + note.id() + "/")
                        .is(200)
                        .text()
                        .strip())
                .isEqualTo("{}");

        api.get("/activity/note/" + note.id() + "/").refuses(404, "Empty query: Note matching query does not exist.");
        assertThat(api.get("/activity/?lead_id=" + lead.id()).ids()).doesNotContain(note.id());
        assertThat(crm.history("activity.note", note.id())).containsExactly("deleted", "created");
        assertThat(crm.events(note.id(), "deleted").getFirst().get("previous_data"))
                .isEqualTo(note.plain());
    }

    @Test
    void anUpdateLogsTheOldText() {
        Item note = crm.note(crm.lead().id(), "Before");

        api.put("/activity/note/" + note.id() + "/", Json.object("note", "After"))
                .ok();

        Item event = crm.events(note.id(), "updated").getFirst();
        assertThat(event.get("changed_fields")).isEqualTo(List.of("date_updated", "note", "note_html"));
        assertThat(event.get("previous_data"))
                .isEqualTo(Json.map(
                        "date_updated", note.get("date_updated"),
                        "note", "Before",
                        "note_html", "<body><p>Before</p></body>"));
        assertThat(event.get("data/note")).isEqualTo("After");
    }

    @Test
    void aNoteMovesTheDateOfItsLeadButLogsNothingOnIt() {
        Item lead = crm.lead();

        crm.note(lead.id(), "A note");

        assertThat(crm.read("/lead/" + lead.id() + "/").text("date_updated")).isGreaterThan(lead.text("date_updated"));
        assertThat(crm.history("lead", lead.id())).containsExactly("created");
    }

    /// How the first item of a list reports a bad field.
    static Map<String, Object> nested(String field, String message) {
        return Map.of("errors", Map.of("0", Map.of("errors", List.of(), "field-errors", Map.of(field, message))));
    }
}
