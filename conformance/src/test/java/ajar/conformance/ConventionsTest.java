package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every endpoint shares: paths, credentials, paging, choosing fields, filters, dates, headers,
/// and the errors to the letter.
class ConventionsTest {
    private static final Crm crm = Ajar.organization("Conventions");
    private static final Api api = crm.api;
    private static final String BAD_CREDENTIALS =
            "The server could not verify that you are authorized to access the URL requested.  You either supplied the"
                    + " wrong credentials (e.g. a bad password), or your browser doesn't understand how to supply the"
                    + " credentials required.";
    private static final String NO_JSON = "Please send valid JSON with a 'Content-Type: application/json' header.";
    private static final String BAD_JSON = "The request contains invalid JSON.";

    // Paths and verbs

    @Test
    void theTrailingSlashIsOptionalForEveryVerb() {
        Item lead = api.post("/lead", Json.object("name", "No slash")).ok();
        String path = "/lead/" + lead.id();

        assertThat(api.get(path).is(200).item()).isEqualTo(lead);
        assertThat(api.get(path + "/").is(200).item()).isEqualTo(lead);
        assertThat(api.get("/lead").ids()).contains(lead.id());
        assertThat(api.get("/lead?_limit=1").ids()).hasSize(1);
        assertThat(api.put(path, Json.object("name", "Still none")).ok().get("name"))
                .isEqualTo("Still none");
        assertThat(api.get("/me").is(200).get("id")).isEqualTo(crm.user);
        api.delete(path).is(200);
        api.get(path).refuses(404);
    }

    @Test
    void anUnknownUrlIsNotFound() {
        for (String path : List.of("/no_such_thing/", "/lead/a/b/c/", "/activity/fax/")) {
            Answer answer = api.get(path).is(404);
            assertThat((String) answer.get("error")).startsWith("The requested URL was not found on the server.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /lead/",
        "PATCH, /lead/",
        "POST, /activity/created/",
        "PUT, /activity/created/acti_1/",
        "POST, /activity/",
        "POST, /event/",
        "DELETE, /event/ev_1/",
        "POST, /me/",
        "PUT, /activity/emailthread/acti_1/",
        "POST, /activity/emailthread/",
        "PUT, /activity/status_change/lead/acti_1/"
    })
    void aVerbThatDoesNotExistIsNotAllowed(String verb, String path) {
        api.send(verb, path, "{}").refuses(405);
    }

    @Test
    void postingToAnObjectIsRefused() {
        // A guess: the old framework answers 404 with a hint at PUT, the documentation says 405 for a missing verb.
        Answer answer = api.post("/lead/" + crm.lead().id() + "/", "{}");

        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.get("error")).isInstanceOf(String.class);
    }

    @Test
    void headAnswersAsGetDoesWithoutABody() {
        // A guess: HEAD is not documented.
        Answer answer = api.send("HEAD", "/lead/", null).is(200);

        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("content-type")).startsWith("application/json");
    }

    // Credentials

    @ParameterizedTest
    @ValueSource(strings = {"", "anything", "pässword"})
    void thePasswordBesideTheKeyIsIgnored(String password) {
        String key = Ajar.organization("Keys").key;

        assertThat(new Api(Ajar.url(), Api.basic(key, password)).get("/me/").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic bm9zdWNoa2V5Og==",
                "Basic Og==",
                "Basic not-base64!",
                "Basic",
                "Bearer nosuchtoken",
                "Bearer",
                "Digest username=x",
                "nonsense"
            })
    void wrongCredentialsAreRefusedInTheOriginalsWords(String authorization) {
        Answer answer = new Api(Ajar.url(), authorization).get("/me/").is(401);

        // The long sentence was recorded in 2017, the short one in 2026.
        assertThat(answer.item().plain()).isIn(Map.of("error", "Unauthorized"), Map.of("error", BAD_CREDENTIALS));
    }

    @Test
    void anApiKeyIsNoBearerToken() {
        Crm other = Ajar.organization("Bearer");

        new Api(Ajar.url(), "Bearer " + other.key).get("/me/").is(401);
    }

    @Test
    void credentialsAreCheckedBeforeAnythingElse() {
        Api anonymous = Ajar.anonymous();

        anonymous.get("/lead/" + crm.lead().id() + "/").is(401);
        anonymous.post("/lead/", "{broken").is(401);
        anonymous.delete("/lead/" + Crm.UNKNOWN_LEAD + "/").is(401);
        anonymous.get("/event/?_limit=51").is(401);
    }

    // Not found

    @ParameterizedTest
    @CsvSource({
        "/lead/, Lead",
        "/contact/, Contact",
        // A guess: for activities the name is that of their kind.
        "/activity/note/, Note",
        "/activity/call/, Call",
        "/activity/email/, Email",
        "/activity/emailthread/, EmailThread",
        "/activity/sms/, SMS",
        "/activity/whatsapp_message/, WhatsAppMessage",
        "/activity/meeting/, Meeting",
        "/activity/created/, Created",
        "/activity/status_change/lead/, LeadStatusChange"
    })
    void anUnknownIdNamesTheModel(String path, String model) {
        String message = "Empty query: " + model + " matching query does not exist.";
        String unknown = "/lead/".equals(path) ? Crm.UNKNOWN_LEAD : Crm.UNKNOWN_ACTIVITY;

        for (String id : List.of(unknown, "malformed", "lead_!", "1", "acti_")) {
            api.get(path + id + "/").refuses(404, message);
            api.get(path + id).refuses(404, message);
        }
    }

    @Test
    void anActivityIsNotFoundUnderAnotherKind() {
        // A guess: the kinds share one space of ids, but each path knows only its own.
        Item note = crm.note(crm.lead().id(), "A note");

        api.get("/activity/call/" + note.id() + "/").refuses(404);
        api.delete("/activity/meeting/" + note.id() + "/").refuses(404);
        api.get("/activity/note/" + note.id() + "/").is(200);
    }

    // Bodies

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void aBodyOfAnotherTypeIsRefused(String type) {
        // A guess: the sentence is recorded with 400, the table of codes has 415.
        Answer answer = api.send("POST", "/lead/", type, bytes("{\"name\": \"Typed\"}"));

        assertThat(answer.status()).isIn(400, 415);
        assertThat(answer.item().plain()).isEqualTo(Map.of("error", NO_JSON));
    }

    @Test
    void aBodyWithoutATypeIsRefused() {
        Answer answer = api.send("POST", "/lead/", null, bytes("{\"name\": \"Typed\"}"));

        assertThat(answer.status()).isIn(400, 415);
        assertThat(answer.item().plain()).isEqualTo(Map.of("error", NO_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"})
    void theTypeMayHaveACharset(String type) {
        assertThat(api.send("POST", "/lead/", type, bytes("{\"name\": \"Ünïcode\"}"))
                        .ok()
                        .get("name"))
                .isEqualTo("Ünïcode");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\": }",
                "{'name': 'x'}",
                "{\"name\": NaN}",
                "{\"name\": Infinity}",
                "{\"name\": -Infinity}",
                "{\"name\": \"x\"} trailing",
                "{\"name\": \"x\",}",
                "nonsense"
            })
    void brokenJsonIsRefused(String json) {
        api.post("/lead/", json).refuses(400, BAD_JSON);
        api.put("/lead/" + crm.lead().id() + "/", json).refuses(400, BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"name\": \"x\"}]", "\"text\"", "1", "true", "null"})
    void aBodyThatIsNoObjectIsRefused(String json) {
        api.post("/lead/", json).refuses(400, "JSON data must be a dict.");
    }

    @Test
    void aBodyOfUnknownLengthIsTaken() {
        // A guess: the original may refuse it; accepting it is kinder.
        assertThat(api.sendChunked("POST", "/lead/", "{\"name\": \"Chunked\"}")
                        .ok()
                        .get("name"))
                .isEqualTo("Chunked");
    }

    @Test
    void unknownAndReadOnlyKeysAreIgnored() {
        Item lead = api.post("/lead/", """
            {"name": "Strict?", "no_such_key": 1, "id": "lead_mine", "display_name": "Other",
             "html_url": "https://example.com/", "date_updated": "1999-01-01T00:00:00+00:00",
             "organization_id": "orga_other"}\
            """).ok();

        assertThat(lead.get("display_name")).isEqualTo("Strict?");
        assertThat(lead.get("organization_id")).isEqualTo(crm.organization);
        assertThat(lead.id()).isNotEqualTo("lead_mine");
        assertThat(lead.text("date_updated")).doesNotStartWith("1999");
        assertThat(lead.has("no_such_key")).isFalse();
    }

    @Test
    void anObjectReadCanBePostedAgain() {
        Item lead = crm.lead();
        Item note = crm.note(lead.id(), "Again");
        var copy = note.plain();
        copy.remove("id");
        copy.remove("organization_id");

        Item again = crm.create("/activity/note/", copy);

        assertThat(again.id()).isNotEqualTo(note.id());
        assertThat(again.get("note")).isEqualTo("Again");
        assertThat(again.get("date_created")).isEqualTo(note.get("date_created"));
    }

    @Test
    void putChangesOnlyTheKeysItHas() {
        Item lead = crm.create("/lead/", "name", "Before", "description", "Kept");

        Item changed = api.put("/lead/" + lead.id() + "/", Json.object("name", "After"))
                .ok();

        assertThat(changed.get("name")).isEqualTo("After");
        assertThat(changed.get("description")).isEqualTo("Kept");
    }

    @Test
    void anUnchangedPutIsAnsweredAndNotLogged() {
        Item note = crm.note(crm.lead().id(), "Same");

        Item put = api.put("/activity/note/" + note.id() + "/", Json.object("note", "Same"))
                .ok();

        assertThat(put).isEqualTo(note);
        assertThat(crm.events(note.id(), "updated")).isEmpty();
    }

    // Paging

    @Test
    void aListIsPagedExactly() {
        Item lead = crm.lead();
        for (int i = 0; i < 5; i++) {
            crm.note(lead.id(), "Note " + i);
        }
        String notes = "/activity/note/?lead_id=" + lead.id();

        assertThat(api.get(notes + "&_limit=5").hasMore()).isFalse();
        assertThat(api.get(notes + "&_limit=4").hasMore()).isTrue();
        assertThat(api.get(notes + "&_limit=3&_skip=2").hasMore()).isFalse();
        assertThat(api.get(notes + "&_limit=2&_skip=2").hasMore()).isTrue();
        assertThat(api.get(notes + "&_skip=5").ids()).isEmpty();
        assertThat(api.get(notes + "&_skip=5").hasMore()).isFalse();
        assertThat(texts(api.get(notes + "&_limit=2&_skip=1"))).containsExactly("Note 3", "Note 2");
    }

    @Test
    void aLimitOfZeroTellsWhetherAnythingIsThere() {
        Item lead = crm.lead();
        String notes = "/activity/note/?_limit=0&lead_id=" + lead.id();

        assertThat(api.get(notes).ids()).isEmpty();
        assertThat(api.get(notes).hasMore()).isFalse();
        crm.note(lead.id(), "One");
        assertThat(api.get(notes).ids()).isEmpty();
        // A guess: one row too many is fetched here as well.
        assertThat(api.get(notes).hasMore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_limit", "_skip"})
    void aPageIsCountedInIntegers(String parameter) {
        for (String value : List.of("abc", "1.5", "one")) {
            api.get("/lead/?" + parameter + "=" + value)
                    .refuses(400, parameter + " must be an integer (got \"" + value + "\" instead).");
        }
    }

    @Test
    void aNegativeSkipIsRefused() {
        api.get("/lead/?_skip=-1").refuses(400, "_skip must be a non-negative integer (got \"-1\" instead).");
    }

    @Test
    void aNegativeLimitIsRefused() {
        // A guess: no sentence is recorded.
        api.get("/lead/?_limit=-1").refuses(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/lead/, 200",
        "/contact/, 200",
        "/activity/, 100",
        "/activity/note/, 100",
        "/activity/meeting/, 100",
        "/event/, 50"
    })
    void aLimitAboveTheMaximumIsRefused(String path, int maximum) {
        api.get(path + "?_limit=" + maximum).is(200);
        Answer answer = api.get(path + "?_limit=" + (maximum + 1)).is(400);

        // One form was recorded until 2023, the other in 2026; clients look for either, so both are there.
        assertThat(answer.item().plain())
                .isEqualTo(Map.of(
                        "error",
                        "The limit you set is larger than the maximum limit for this resource (max_limit = " + maximum
                                + ").",
                        "errors",
                        List.of(),
                        "field-errors",
                        Map.of("_limit", "Input should be less than or equal to " + maximum)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "9223372036854775808", "99999999999999999999999999"})
    void aNumberOutOfRangeIsNoFault(String number) {
        api.get("/lead/?_limit=" + number).refuses(400);
        Answer skipped = api.get("/lead/?_skip=" + number);
        if (skipped.status() == 200) {
            assertThat(skipped.ids()).isEmpty();
        } else {
            skipped.refuses(400);
        }
    }

    // Choosing fields

    @Test
    void fieldsAreChosenOnReadsListsAndWrites() {
        Item lead = crm.lead("Chosen");
        String path = "/lead/" + lead.id() + "/";

        assertThat(crm.read(path + "?_fields=name").plain()).isEqualTo(Map.of("name", "Chosen"));
        assertThat(crm.read(path + "?_fields=name,id").keys()).containsExactly("id", "name");
        assertThat(crm.read(path + "?_fields=id,id").keys()).containsExactly("id");
        assertThat(api.get("/lead/?_fields=id&_limit=1").items().getFirst().keys())
                .containsExactly("id");
        assertThat(api.put(path + "?_fields=description", "{\"description\": \"New\"}")
                        .ok()
                        .plain())
                .isEqualTo(Map.of("description", "New"));
        assertThat(api.post("/lead/?_fields=name", "{\"name\": \"Posted\"}")
                        .ok()
                        .plain())
                .isEqualTo(Map.of("name", "Posted"));
    }

    @Test
    void unknownFieldsAreDropped() {
        String path = "/lead/" + crm.lead().id() + "/";

        assertThat(crm.read(path + "?_fields=nothing,id,contacts.name").keys()).containsExactly("id");
        assertThat(crm.read(path + "?_fields=nothing").keys()).isEmpty();
    }

    @Test
    void allFieldsIncludeTheOptionalOnes() {
        String path = "/activity/meeting/"
                + crm.meetingIn(crm.lead().id(), Duration.ofDays(1)).id() + "/";
        Item usual = crm.read(path);
        Item all = crm.read(path + "?_fields=_all");

        assertThat(all.keys()).containsAll(usual.keys()).contains("transcripts", "comment_summary");
        assertThat(usual.keys()).doesNotContain("transcripts", "comment_summary");
    }

    // Filters

    @Test
    void unknownFiltersAndOrdersAreIgnored() {
        Item lead = crm.lead();
        Item note = crm.note(lead.id(), "Found");
        String notes = "/activity/note/?lead_id=" + lead.id();

        for (String ignored : List.of(
                "&no_such=1",
                "&note=Other",
                "&lead_id__contains=x",
                "&pinned=true",
                "&_order_by=note",
                "&_order_by=")) {
            assertThat(api.get(notes + ignored).ids()).as(ignored).containsExactly(note.id());
        }
    }

    @Test
    void aFilterTakesListsAndNull() {
        Item lead = crm.leadOf("filter@example.com");
        String contact = lead.text("contacts/0/id");
        Item with = crm.create("/activity/note/", "lead_id", lead.id(), "note", "With", "contact_id", contact);
        Item without = crm.note(lead.id(), "Without");
        String notes = "/activity/note/?lead_id=" + lead.id();

        assertThat(api.get(notes + "&contact_id=" + contact).ids()).containsExactly(with.id());
        assertThat(api.get(notes + "&contact_id=" + contact + "," + Crm.UNKNOWN_CONTACT)
                        .ids())
                .containsExactly(with.id());
        assertThat(api.get(notes + "&contact_id=").ids()).containsExactly(without.id());
        assertThat(api.get(notes + "&id__in=" + with.id() + "," + without.id()).ids())
                .containsExactly(without.id(), with.id());
        assertThat(api.get(notes + "&id__in=" + with.id()).ids()).containsExactly(with.id());
        assertThat(api.get(notes + "&id__in=").ids()).isEmpty();
        // Values are not trimmed.
        assertThat(api.get(notes + "&id__in=" + with.id() + ",%20" + without.id())
                        .ids())
                .containsExactly(with.id());
    }

    @Test
    void theLastOfARepeatedFilterWins() {
        // A guess: nothing is documented.
        Item lead = crm.lead();
        Item note = crm.note(lead.id(), "Mine");

        assertThat(api.get("/activity/note/?lead_id=" + Crm.UNKNOWN_LEAD + "&lead_id=" + lead.id())
                        .ids())
                .containsExactly(note.id());
    }

    @Test
    void filtersMayTravelInABody() {
        Item lead = crm.lead();
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> crm.note(lead.id(), "Note " + i).id())
                .toList();
        Api overriding = api.with("x-http-method-override", "GET");
        String longList = String.join(",", ids) + (",acti_" + "0".repeat(43)).repeat(100);

        Answer answer = overriding.post(
                "/activity/note/",
                Json.object("_params", Json.map("id__in", longList, "_limit", 2, "lead_id", lead.id())));

        assertThat(answer.ids()).containsExactly(ids.get(2), ids.get(1));
        assertThat(answer.hasMore()).isTrue();
        assertThat(overriding
                        .post(
                                "/activity/note/",
                                Json.object("_params", Json.map("lead_id", lead.id(), "_limit", "1", "_fields", "id")))
                        .items()
                        .getFirst()
                        .keys())
                .containsExactly("id");
    }

    @Test
    void otherVerbsMayBeOverriddenToo() {
        String path = "/lead/" + crm.lead().id() + "/";

        Item changed = api.with("x-http-method-override", "PUT")
                .post(path, "{\"name\": \"Through POST\"}")
                .ok();
        api.with("X-HTTP-Method-Override", "DELETE").post(path, "{}").is(200);

        assertThat(changed.get("name")).isEqualTo("Through POST");
        api.get(path).refuses(404);
    }

    // Dates

    @ParameterizedTest
    @CsvSource({
        "2020-03-01T10:20:30Z,                 2020-03-01T10:20:30+00:00",
        "2020-03-01T10:20:30,                  2020-03-01T10:20:30+00:00",
        "2020-03-01 10:20:30,                  2020-03-01T10:20:30+00:00",
        "2020-03-01T10:20:30+00:00,            2020-03-01T10:20:30+00:00",
        "2020-03-01T12:20:30+02:00,            2020-03-01T10:20:30+00:00",
        "2020-03-01T04:50:30-05:30,            2020-03-01T10:20:30+00:00",
        "2020-03-01T10:20:30.5Z,               2020-03-01T10:20:30.500000+00:00",
        "2020-03-01T10:20:30.123456+00:00,     2020-03-01T10:20:30.123000+00:00",
        "2020-03-01,                           2020-03-01T00:00:00+00:00"
    })
    void aDateIsReadInManyFormsAndWrittenInOne(String sent, String answered) {
        Item note = crm.create("/activity/note/", "lead_id", crm.lead().id(), "note", "Dated", "date_created", sent);

        assertThat(note.get("date_created")).isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"2020-13-01\"",
                "\"2020-02-30T00:00:00Z\"",
                "\"12:00\"",
                "5",
                "true",
                "{}",
                "[]"
            })
    void aBadDateIsRefused(String date) {
        Item lead = crm.lead();
        Answer answer = api.post("/activity/note/", """
            {"lead_id": "%s", "note": "Dated", "date_created": %s}\
            """.formatted(lead.id(), date));

        answer.refusesField("date_created");
        if (date.startsWith("\"")) {
            assertThat(answer.get("field-errors/date_created"))
                    .isIn("Invalid ISO 8601 datetime.", "Could not parse datetime");
        }
        assertThat(api.get("/activity/note/?lead_id=" + lead.id()).ids()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2020-13-01", "2020-02-30T00:00:00Z", "1583056830", "2020-03-01T25:00:00"})
    void aBadDateInAFilterIsRefused(String date) {
        api.get("/activity/note/?date_created__gte=" + date).refuses(400);
    }

    @Test
    void aDayInAFilterBeginsAtItsMidnight() {
        String notes = "/activity/note/?lead_id=" + leadWithNoteAt("2020-03-01T00:00:00Z");

        assertThat(api.get(notes + "&date_created__gte=2020-03-01").ids()).hasSize(1);
        assertThat(api.get(notes + "&date_created__lte=2020-03-01").ids()).hasSize(1);
        assertThat(api.get(notes + "&date_created__gt=2020-03-01").ids()).isEmpty();
        assertThat(api.get(notes + "&date_created__lt=2020-03-01").ids()).isEmpty();
        assertThat(api.get(notes + "&date_created__gte=2020-02-29T19:00:00-05:00")
                        .ids())
                .hasSize(1);
        assertThat(api.get(notes + "&date_created__gte=2020-03-01T02:00:00%2B02:00")
                        .ids())
                .hasSize(1);
        // A guess: a plus that was not encoded arrives as a space and is meant as a plus.
        assertThat(api.get(notes + "&date_created__gt=2020-03-01T02:00:00+02:00")
                        .ids())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // offset, a moment that belongs to 1 March there, and one that does not yet
        "-4,   2020-03-01T04:00:00Z, 2020-03-01T03:59:59Z",
        "5.5,  2020-02-29T18:30:00Z, 2020-02-29T18:29:59Z",
        "-2.5, 2020-03-01T02:30:00Z, 2020-03-01T02:29:59Z",
        "0,    2020-03-01T00:00:00Z, 2020-02-29T23:59:59Z",
        // A guess: what is no offset is ignored.
        "Mars, 2020-03-01T00:00:00Z, 2020-02-29T23:59:59Z",
        "99,   2020-03-01T00:00:00Z, 2020-02-29T23:59:59Z"
    })
    void aDayBeginsWhereTheCallerIs(String offset, String first, String before) {
        Api there = api.with("x-tz-offset", offset);
        String since = "&date_created__gte=2020-03-01";

        assertThat(there.get("/activity/note/?lead_id=" + leadWithNoteAt(first) + since)
                        .ids())
                .hasSize(1);
        assertThat(there.get("/activity/note/?lead_id=" + leadWithNoteAt(before) + since)
                        .ids())
                .isEmpty();
    }

    @Test
    void aMomentInAFilterDoesNotCareWhereTheCallerIs() {
        String notes = "/activity/note/?lead_id=" + leadWithNoteAt("2020-03-01T00:00:00Z");

        assertThat(api.with("x-tz-offset", "-4")
                        .get(notes + "&date_created__gte=2020-03-01T00:00:00")
                        .ids())
                .hasSize(1);
    }

    // Headers

    @Test
    void jsonIsSaidToBeJson() {
        assertThat(api.get("/me/").header("content-type")).startsWith("application/json");
        assertThat(api.get("/lead/nothing/").header("content-type")).startsWith("application/json");
        assertThat(api.post("/lead/", "{").header("content-type")).startsWith("application/json");
    }

    @Test
    void nonAsciiIsNotEscaped() {
        Answer answer = api.get("/lead/" + crm.lead("Zoë ── 東京 🚀").id() + "/");

        assertThat(answer.text()).contains("Zoë ── 東京 🚀");
        assertThat(answer.get("name")).isEqualTo("Zoë ── 東京 🚀");
    }

    @Test
    void aRequestIdLeadsToTheEventsOfTheRequest() {
        Answer created = api.post("/lead/", Json.object("name", "Traced"));
        String request = created.header("x-request-id");

        assertThat(Shape.SHORT_ID.fits(request)).as(request).isTrue();
        assertThat(request).startsWith("req_");
        List<Item> events = api.get("/event/?request_id=" + request).items();
        assertThat(events).extracting(event -> event.get("object_id")).contains(created.get("id"));
        assertThat(events)
                .allSatisfy(event -> assertThat(event.get("request_id")).isEqualTo(request));
        assertThat(api.get("/lead/nothing/").header("x-request-id")).startsWith("req_");
    }

    @Test
    void aNewerResourceTellsWhereItIs() {
        Answer created = api.post("/outcome/", Json.object("name", "Located")).is(201);

        assertThat(created.header("location")).endsWith("/api/v1/outcome/" + created.get("id") + "/");
        assertThat(api.post("/lead/", "{}").is(200).header("location")).isNull();
    }

    @Test
    void deletingAnswersAnEmptyObject() {
        assertThat(api.delete("/lead/" + crm.lead().id() + "/").is(200).item().plain())
                .isEqualTo(Map.of());
        assertThat(api.delete("/outcome/" + crm.outcome("Short-lived").id() + "/")
                        .is(200)
                        .item()
                        .plain())
                .isEqualTo(Map.of());
    }

    @Test
    void aBrowserMayAskFromAnotherSite() {
        Answer preflight = Ajar.anonymous()
                .with("origin", "https://app.example.com")
                .with("access-control-request-method", "PUT")
                .with("access-control-request-headers", "authorization,content-type")
                .send("OPTIONS", "/lead/", null);

        assertThat(preflight.status()).isIn(200, 204);
        assertThat(preflight.header("access-control-allow-origin")).isIn("*", "https://app.example.com");
        assertThat(preflight.header("access-control-allow-methods")).contains("GET", "POST", "PUT", "DELETE");
        assertThat(preflight.header("access-control-allow-headers").toLowerCase(Locale.ROOT))
                .contains("authorization", "content-type");
        for (Answer answer : List.of(
                api.with("origin", "https://app.example.com").get("/me/"),
                Ajar.anonymous().with("origin", "https://app.example.com").get("/me/"))) {
            assertThat(answer.header("access-control-allow-origin")).isIn("*", "https://app.example.com");
        }
    }

    @Test
    void answersAreCompressedWhereThatIsAsked() {
        for (int i = 0; i < 20; i++) {
            crm.lead("Compressed " + i);
        }
        Answer plain = api.get("/lead/?_limit=20");
        Answer compressed = api.with("accept-encoding", "gzip").get("/lead/?_limit=20");

        assertThat(plain.header("content-encoding")).isNull();
        assertThat(compressed.header("content-encoding")).isEqualTo("gzip");
        assertThat(compressed.body()).isEqualTo(plain.body());
    }

    // Hostile bodies: hostile values of single fields are in HostileInputTest.

    @Test
    void deepJsonIsRefused() {
        int depth = 10_000;
        Item lead = crm.lead();
        String deep = "[".repeat(depth) + "]".repeat(depth);

        api.post("/activity/note/", "{\"lead_id\": \"" + lead.id() + "\", \"note\": " + deep + "}")
                .refuses(400);
        api.post("/activity/note/", "{\"lead_id\": \"" + lead.id() + "\", \"unknown\": " + deep + "}")
                .refuses(400);
        assertThat(api.get("/activity/note/?lead_id=" + lead.id()).ids()).isEmpty();
    }

    @Test
    void aHugeBodyIsRefused() {
        Item lead = crm.lead();
        String huge = "{\"lead_id\": \"" + lead.id() + "\", \"note\": \"" + "x".repeat(20 * 1024 * 1024) + "\"}";

        try {
            Answer answer = api.post("/activity/note/", huge);
            assertThat(answer.status()).isIn(400, 413);
        } catch (AssertionError refusedWhileSending) {
            // The server may hang up before it has read everything; the client then never sees the answer.
            assertThat(refusedWhileSending).hasCauseInstanceOf(IOException.class);
        }
        assertThat(api.get("/activity/note/?lead_id=" + lead.id()).ids()).isEmpty();
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        byte[] body = "{\"name\": \"Caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        api.send("POST", "/lead/", "application/json", body).refuses(400);
    }

    @Test
    void aHugeUrlIsRefused() {
        Answer answer = api.get("/lead/?query=" + "x".repeat(100_000));

        assertThat(answer.status()).isIn(400, 414, 431);
    }

    private static String leadWithNoteAt(String moment) {
        Item lead = crm.lead();
        crm.create("/activity/note/", "lead_id", lead.id(), "note", "Dated", "date_created", moment);
        return lead.id();
    }

    private static List<Object> texts(Answer notes) {
        return notes.items().stream().map(note -> note.get("note")).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
