package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that no database, no JSON and no honest client would hold: refused in the form of an error,
/// and nothing is written.
class HostileInputTest {
    private static final Crm crm = Ajar.organization("Hostile");
    private static final Api api = crm.api;

    /// Every text field of a note, lead, contact and meeting; `%` is where the value goes, `LEAD` a
    /// lead.
    static final List<String> TEXT_FIELDS = List.of(
            "/activity/note/ {\"lead_id\": \"LEAD\", \"note\": \"%\"}",
            "/activity/note/ {\"lead_id\": \"LEAD\", \"note_html\": \"<body><p>%</p></body>\"}",
            "/activity/note/ {\"lead_id\": \"LEAD\", \"title\": \"%\"}",
            "/activity/note/ {\"lead_id\": \"%\"}",
            "/activity/note/ {\"lead_id\": \"LEAD\", \"contact_id\": \"%\"}",
            "/activity/note/ {\"lead_id\": \"LEAD\", \"user_id\": \"%\"}",
            "/activity/note/ {\"lead_id\": \"LEAD\", \"date_created\": \"%\"}",
            "/lead/ {\"name\": \"%\"}",
            "/lead/ {\"description\": \"%\"}",
            "/lead/ {\"url\": \"https://example.com/%\"}",
            "/lead/ {\"status\": \"%\"}",
            "/lead/ {\"status_id\": \"%\"}",
            "/lead/ {\"addresses\": [{\"label\": \"%\"}]}",
            "/lead/ {\"addresses\": [{\"address_1\": \"%\"}]}",
            "/lead/ {\"addresses\": [{\"address_2\": \"%\"}]}",
            "/lead/ {\"addresses\": [{\"city\": \"%\"}]}",
            "/lead/ {\"addresses\": [{\"state\": \"%\"}]}",
            "/lead/ {\"addresses\": [{\"zipcode\": \"%\"}]}",
            "/lead/ {\"addresses\": [{\"country\": \"%\"}]}",
            "/lead/ {\"contacts\": [{\"name\": \"%\"}]}",
            "/contact/ {\"lead_id\": \"LEAD\", \"name\": \"%\"}",
            "/contact/ {\"lead_id\": \"LEAD\", \"title\": \"%\"}",
            "/contact/ {\"lead_id\": \"LEAD\", \"timezone\": \"%\"}",
            "/contact/ {\"lead_id\": \"LEAD\", \"emails\": [{\"email\": \"a%@example.com\"}]}",
            "/contact/ {\"lead_id\": \"LEAD\", \"emails\": [{\"email\": \"a@example.com\", \"type\": \"%\"}]}",
            "/contact/ {\"lead_id\": \"LEAD\", \"phones\": [{\"phone\": \"+1650333%\"}]}",
            "/contact/ {\"lead_id\": \"LEAD\", \"phones\": [{\"phone\": \"+16503334444\", \"type\": \"%\"}]}",
            "/contact/ {\"lead_id\": \"LEAD\", \"urls\": [{\"url\": \"https://example.com/%\"}]}",
            "/activity/meeting/ {\"lead_id\": \"LEAD\", TIMES, \"title\": \"%\"}",
            "/activity/meeting/ {\"lead_id\": \"LEAD\", TIMES, \"location\": \"%\"}",
            "/activity/meeting/ {\"lead_id\": \"LEAD\", TIMES, \"note\": \"%\"}",
            "/activity/meeting/ {\"lead_id\": \"LEAD\", TIMES, \"provider_calendar_event_id\": \"%\"}",
            "/activity/meeting/ {\"lead_id\": \"LEAD\", TIMES, \"provider_calendar_ids\": [\"%\"]}",
            "/activity/meeting/ {\"lead_id\": \"LEAD\", TIMES, \"attendees\": [{\"email\": \"a@example.com\","
                    + " \"name\": \"%\"}]}",
            "/activity/meeting/ {\"lead_id\": \"LEAD\", TIMES, \"attendees\": [{\"email\": \"a%@example.com\"}]}");

    static Stream<String> textFields() {
        return TEXT_FIELDS.stream();
    }

    @ParameterizedTest
    @MethodSource("textFields")
    void aNulByteIsRefused(String field) {
        assertNothingIsWritten(field, "a\\u0000b".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("textFields")
    void aLoneSurrogateIsRefused(String field) {
        assertNothingIsWritten(field, "a\\ud800b".getBytes(StandardCharsets.US_ASCII));
        assertNothingIsWritten(field, "a\\udc00b".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("textFields")
    void bytesThatAreNotUtf8AreRefused(String field) {
        assertNothingIsWritten(field, new byte[] {'a', (byte) 0xC3, 'b'});
        assertNothingIsWritten(field, new byte[] {'a', (byte) 0xFF, 'b'});
        assertNothingIsWritten(field, new byte[] {'a', (byte) 0xC0, (byte) 0x80, 'b'});
    }

    @ParameterizedTest
    @MethodSource("textFields")
    void aTextThatIsNoTextIsRefused(String field) {
        for (String value : List.of("5", "true", "{}", "[]")) {
            Item lead = crm.lead();
            String body = body(field, lead).replaceAll("\"[^\"]*%[^\"]*\"", value);
            Answer answer = api.post(path(field), body);

            assertThat(answer.status())
                    .as("%s answered %s", body, answer.text())
                    .isEqualTo(400);
            answer.isRefused();
            assertUntouched(lead);
        }
    }

    @ParameterizedTest
    @MethodSource("textFields")
    void aVeryLongTextIsTakenWholeOrRefused(String field) {
        Item lead = crm.lead();
        Answer answer = api.post(path(field), body(field, lead).replace("%", "x".repeat(200_000)));

        if (answer.status() == 200 || answer.status() == 201) {
            assertThat(answer.text().split("x{200000}", -1).length).isGreaterThan(1);
        } else {
            answer.refuses(400);
            assertUntouched(lead);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_note_html", "user_note", "title", "location"})
    void anUpdateOfAMeetingRefusesThemToo(String field) {
        Item meeting = crm.meetingIn(crm.lead().id(), Duration.ofDays(1));
        String path = "/activity/meeting/" + meeting.id() + "/";

        for (String value : List.of("a\\u0000b", "a\\ud800b")) {
            api.put(path, "{\"" + field + "\": \"" + value + "\"}").refuses(400);
        }
        assertThat(crm.read(path)).isEqualTo(meeting);
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void anOverlongValueIsRefusedInTheOriginalsWords(String path, String field, Object value, String message) {
        Item lead = crm.lead();
        var body = Json.map("lead_id", lead.id(), "status", "draft");
        body.put(field, value);

        api.post(path, Json.write(body)).refusesField(field, message);
        assertUntouched(lead);
    }

    static Stream<Arguments> tooLong() {
        String characters = "The value must be no longer than %d characters.";
        var many = IntStream.rangeClosed(0, 500)
                .mapToObj(i -> "a" + i + "@example.com")
                .toList();
        var emails = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> Map.of("email", "a" + i + "@example.com"))
                .toList();
        var urls = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> Map.of("url", "https://example.com/" + i))
                .toList();
        var phones = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> Map.of("phone", "+16503334444"))
                .toList();
        return Stream.of(
                Arguments.of("/contact/", "name", "x".repeat(1001), characters.formatted(1000)),
                Arguments.of("/contact/", "title", "x".repeat(1001), characters.formatted(1000)),
                Arguments.of("/contact/", "emails", emails, "List is too long."),
                Arguments.of("/contact/", "urls", urls, "List is too long."),
                Arguments.of("/contact/", "phones", phones, "List is too long."),
                Arguments.of("/activity/email/", "subject", "x".repeat(1001), characters.formatted(1000)),
                Arguments.of("/activity/email/", "body_text", "x".repeat(1_048_577), characters.formatted(1_048_576)),
                Arguments.of("/activity/email/", "body_html", "x".repeat(1_048_577), characters.formatted(1_048_576)),
                Arguments.of("/activity/email/", "to", many, "List is too long."),
                Arguments.of("/activity/email/", "cc", many, "List is too long."),
                Arguments.of("/activity/email/", "bcc", many, "List is too long."),
                Arguments.of(
                        "/activity/email/", "followup_sequence_delay", 86_399, "The value must be at least 86400."));
    }

    @Test
    void theLongestAllowedValuesAreTaken() {
        Item lead = crm.lead();
        Item contact = crm.create("/contact/", "lead_id", lead.id(), "name", "x".repeat(1000));
        Item email =
                crm.create("/activity/email/", "lead_id", lead.id(), "status", "draft", "subject", "x".repeat(1000));

        assertThat(contact.text("name")).hasSize(1000);
        assertThat(email.text("subject")).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/lead/?_limit=%00",
                "/lead/?_skip=%00",
                "/lead/?_fields=%00",
                "/lead/?query=%00",
                "/lead/?_limit=%C3%28",
                "/activity/?lead_id=%00",
                "/activity/?lead_id=%FF",
                "/activity/?_order_by=%00",
                "/activity/?thread_emails=%00",
                "/activity/note/?id__in=%00",
                "/activity/note/?date_created__gte=%00",
                "/activity/meeting/?provider_calendar_event_id=%00",
                "/activity/meeting/?provider_calendar_event_id=a%00b",
                "/contact/?lead_id=a%00b",
                "/event/?_cursor=%00",
                "/event/?lead_id=a%00b",
                "/event/?request_id=%00",
                "/user/?_order_by=%00",
                "/no%00where/",
                "/lead/%C3%28/",
                "/lead/?%",
                "/lead/?_limit=%zz",
                "/lead/?=&&=&"
            })
    void aHostileUrlNeverBreaksTheServer(String path) {
        Answer answer = raw(path);

        if (answer.status() != 200) {
            assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "junk",
                "e30",
                "eyJhIjoxfQ",
                "0",
                "-1",
                "%00",
                "bnVsbA==",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void aBadCursorIsRefused(String cursor) {
        raw("/event/?_cursor=" + cursor).refuses(400);
    }

    @Test
    void anotherOrganizationsCursorIsRefused() {
        Crm other = Ajar.organization("Cursor");
        Item lead = other.lead();
        other.note(lead.id(), "One");
        String cursor = (String) other.api.get("/event/?_limit=1").is(200).get("cursor_next");

        assertThat(cursor).isNotNull();
        api.get("/event/", Map.of("_cursor", cursor)).refuses(400);
    }

    @Test
    void anOverrideToNonsenseIsRefused() {
        for (String verb : List.of("TRACE", "nonsense", "", "GET, PUT")) {
            Answer answer = api.with("x-http-method-override", verb).post("/lead/", "{\"name\": \"Overridden\"}");

            // A guess: what is no verb may be ignored or refused.
            if (answer.status() != 200) {
                answer.isRefused();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "\"text\"", "[]", "{\"lead_id\": {}}", "{\"_limit\": []}"})
    void parametersInABodyMustBeParameters(String parameters) {
        Answer answer =
                api.with("x-http-method-override", "GET").post("/activity/note/", "{\"_params\": " + parameters + "}");

        if (answer.status() != 200) {
            answer.isRefused();
        }
    }

    private static Answer raw(String path) {
        return RawHttp.get(Ajar.url(), "/api/v1" + path, Api.basic(crm.key, ""));
    }

    private static void assertNothingIsWritten(String field, byte[] value) {
        Item lead = crm.lead();
        Answer answer = api.send("POST", path(field), "application/json", inserted(body(field, lead), value));

        answer.isRefused();
        assertUntouched(lead);
    }

    /// The lead has nothing but the activity of its creation, and no lead was made after it.
    private static void assertUntouched(Item lead) {
        assertThat(api.get("/activity/", Map.of("lead_id", lead.id())).items())
                .extracting(item -> item.get("_type"))
                .containsExactly("Created");
        assertThat(api.get("/contact/", Map.of("lead_id", lead.id())).ids()).isEmpty();
        assertThat(crm.api.get("/event/?_limit=1").items().getFirst().get("lead_id"))
                .isEqualTo(lead.id());
    }

    private static String path(String field) {
        return field.substring(0, field.indexOf(' '));
    }

    private static String body(String field, Item lead) {
        return field.substring(field.indexOf(' ') + 1)
                .replace("LEAD", lead.id())
                .replace("TIMES", "\"starts_at\": \"2030-01-01T10:00:00Z\", \"ends_at\": \"2030-01-01T11:00:00Z\"");
    }

    private static byte[] inserted(String body, byte[] value) {
        byte[] before = body.substring(0, body.indexOf('%')).getBytes(StandardCharsets.UTF_8);
        byte[] after = body.substring(body.indexOf('%') + 1).getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[before.length + value.length + after.length];
        System.arraycopy(before, 0, whole, 0, before.length);
        System.arraycopy(value, 0, whole, before.length, value.length);
        System.arraycopy(after, 0, whole, before.length + value.length, after.length);
        return whole;
    }
}
