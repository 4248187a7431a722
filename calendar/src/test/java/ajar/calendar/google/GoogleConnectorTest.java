package ajar.calendar.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.CalendarInfo;
import ajar.calendar.CannedServer;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.MemoryTokens;
import ajar.calendar.OAuthClient;
import ajar.calendar.StoringReceiver;
import ajar.calendar.Window;
import ajar.engine.outgoing.OutgoingHttp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a calendar of Google is gone through: pages, tokens, refusals.
class GoogleConnectorTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Window WINDOW = new Window(NOW.minus(Duration.ofDays(90)), NOW.plus(Duration.ofDays(365)));
    private static final String EVENTS = "GET /calendar/v3/calendars/ann%40example.com/events";
    private static final String LIST = "GET /calendar/v3/users/me/calendarList";

    private final OutgoingHttp http = new OutgoingHttp(true);
    private final StoringReceiver received = new StoringReceiver();
    private CannedServer server;
    private GoogleConnector connector;

    @BeforeEach
    void start() throws Exception {
        server = new CannedServer();
        connector = new GoogleConnector(
                http,
                OAuthClient.google("id", "secret", server.url()),
                new MemoryTokens("refresh", "access", NOW.plusSeconds(3000)),
                () -> NOW);
    }

    @AfterEach
    void stop() {
        assertThat(server.left()).isEmpty();
        server.close();
        http.close();
    }

    private static String event(String id, String title) {
        return """
            {"id": "%s", "status": "confirmed", "summary": "%s", "iCalUID": "%s@google.com", "etag": "\\"%s\\"",
             "start": {"dateTime": "2026-03-03T10:00:00Z"}, "end": {"dateTime": "2026-03-03T11:00:00Z"},
             "eventType": "default"}\
            """.formatted(id, title, id, title);
    }

    private static String last(String token, String... events) {
        return "{\"accessRole\": \"owner\", \"timeZone\": \"Europe/Berlin\", \"nextSyncToken\": \"" + token
                + "\", \"items\": [" + String.join(",", events) + "]}";
    }

    private static String more(String page, String... events) {
        return last("", events).replace("\"nextSyncToken\": \"\"", "\"nextPageToken\": \"" + page + "\"");
    }

    private void read() throws ConnectorException {
        connector.changes("ann@example.com", received.cursor(), WINDOW, received);
    }

    private ConnectorException failure() {
        return catchThrowableOfType(ConnectorException.class, this::read);
    }

    @Test
    void everyPageIsAskedForWithTheSameQuery() throws Exception {
        server.answers(EVENTS, more("p 2", event("a", "A"))).answers(EVENTS, last("t1", event("b", "B")));
        read();
        assertThat(received.keys()).containsExactly("a", "b");
        assertThat(received.calls()).containsExactly("startOver", "page", "page", "finish");
        assertThat(server.asked(EVENTS))
                .extracting(CannedServer.Asked::query)
                .containsExactly(GoogleReading.QUERY, GoogleReading.QUERY + "&pageToken=p%202");
        assertThat(GoogleReading.QUERY)
                .contains("singleEvents=false", "showDeleted=true", "maxResults=2500", "eventTypes=default")
                .doesNotContain("timeMin", "timeMax", "updatedMin", "orderBy", "q=");
    }

    @Test
    void aTokenBringsWhatChangedAndMergesIt() throws Exception {
        server.answers(EVENTS, last("t/1", event("a", "A"), event("b", "B")));
        read();
        server.answers(EVENTS, more("p2", event("b", "New"))).answers(EVENTS, last("t2", event("c", "C")));
        read();
        assertThat(received.keys()).containsExactly("a", "b", "c");
        assertThat(received.copy("b").details().title()).isEqualTo("New");
        assertThat(received.calls())
                .containsSubsequence("finish", "page", "page", "finish")
                .doesNotContain("remove");
        assertThat(received.calls().stream().filter("startOver"::equals)).hasSize(1);
        assertThat(server.asked(EVENTS).get(1).query()).isEqualTo(GoogleReading.QUERY + "&syncToken=t%2F1");
        assertThat(server.asked(EVENTS).get(2).query())
                .isEqualTo(GoogleReading.QUERY + "&syncToken=t%2F1&pageToken=p2");
    }

    @Test
    void anExpiredTokenLeadsToReadingAllAndSweepingWhatIsGone() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A"), event("b", "B")));
        read();
        server.answers(EVENTS, 410, "{\"error\": {\"code\": 410, \"errors\": [{\"reason\": \"fullSyncRequired\"}]}}")
                .answers(EVENTS, last("t2", event("b", "B")));
        read();
        assertThat(received.keys()).containsExactly("b");
        assertThat(server.asked(EVENTS).get(2).query()).isEqualTo(GoogleReading.QUERY);
        assertThat(received.cursor()).endsWith("t2");
    }

    @Test
    void aTokenThatExpiresBetweenTwoPagesLeadsToReadingAll() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A")));
        read();
        server.answers(EVENTS, more("p2", event("b", "B")))
                .answers(EVENTS, 410, "{}")
                .answers(EVENTS, last("t2", event("a", "A"), event("b", "B")));
        read();
        assertThat(received.keys()).containsExactly("a", "b");
        assertThat(received.calls()).endsWith("page", "startOver", "page", "finish");
    }

    @Test
    void aTokenThatIsCalledABadParameterCountsAsExpired() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A")));
        read();
        server.answers(EVENTS, 400, """
            {"error": {"code": 400, "message": "Invalid sync token value.", "errors": [
             {"reason": "invalid", "locationType": "parameter", "location": "syncToken"}]}}\
            """).answers(EVENTS, last("t2", event("a", "A")));
        read();
        assertThat(received.cursor()).endsWith("t2");
    }

    @Test
    void aBreakBetweenPagesLeavesTheOldTokenAndRepeatingDoesNoHarm() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A")));
        read();
        String before = received.cursor();
        server.answers(EVENTS, more("p2", event("b", "B"))).answers(EVENTS, 500, "");
        assertThat(failure().reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(received.cursor()).isEqualTo(before);
        assertThat(received.keys()).containsExactly("a", "b");

        server.answers(EVENTS, more("p2", event("b", "B"))).answers(EVENTS, last("t2", event("c", "C")));
        read();
        assertThat(received.keys()).containsExactly("a", "b", "c");
        assertThat(server.asked(EVENTS).get(3).query()).contains("syncToken=t1");
    }

    @Test
    void aTokenOfAnotherQueryIsDropped() throws Exception {
        server.answers(EVENTS, last("t2", event("a", "A")));
        connector.changes("ann@example.com", "singleEvents=true t1", WINDOW, received);
        assertThat(server.asked(EVENTS).getFirst().query()).doesNotContain("syncToken");
        assertThat(received.calls()).startsWith("startOver");
    }

    @Test
    void anEmptyAnswerWhereMuchWasIsNotBelievedAtOnce() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A")));
        read();
        server.answers(EVENTS, 410, "{}").answers(EVENTS, last("t2")).answers(EVENTS, last("t3", event("a", "A")));
        read();
        assertThat(received.keys()).containsExactly("a");
        assertThat(received.cursor()).endsWith("t3");
    }

    @Test
    void aCalendarThatReallyIsEmptyIsBelievedTheSecondTime() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A")));
        read();
        server.answers(EVENTS, 410, "{}").answers(EVENTS, last("t2")).answers(EVENTS, last("t3"));
        read();
        assertThat(received.keys()).isEmpty();
    }

    @Test
    void onlyOrdinaryEventsAreAskedForAndTakenAlsoAfterAnExpiredToken() throws Exception {
        String focus = event("f", "Focus").replace("\"eventType\": \"default\"", "\"eventType\": \"focusTime\"");
        String birthday = event("d", "Birthday").replace("\"default\"", "\"birthday\"");
        server.answers(EVENTS, last("t1", event("a", "A"), focus));
        read();
        server.answers(EVENTS, 410, "{}").answers(EVENTS, last("t2", birthday, focus, event("a", "A")));
        read();
        assertThat(received.keys()).containsExactly("a");
        assertThat(server.asked(EVENTS)).allMatch(asked -> asked.query().contains("eventTypes=default"));
    }

    @Test
    void thePageThatRepeatsItselfForEverIsLeft() {
        server.answers(EVENTS, more("p")).answers(EVENTS, more("p"));
        assertThat(failure()).hasMessageContaining("again and again");
    }

    @ParameterizedTest
    @CsvSource({
        "403, rateLimitExceeded, THROTTLED, too often",
        "403, userRateLimitExceeded, THROTTLED, too often",
        "403, quotaExceeded, THROTTLED, too often",
        "429, rateLimitExceeded, THROTTLED, too often",
        "403, accessNotConfigured, FORBIDDEN, is not enabled",
        "403, notACalendarUser, FORBIDDEN, does not use Google Calendar",
        "403, insufficientPermissions, REAUTHORIZE, permission to read calendars is missing",
        "403, forbidden, CALENDAR_GONE, may no longer read",
        "403, domainPolicy, FORBIDDEN, administrators",
        "404, notFound, CALENDAR_GONE, does not exist any more",
        "400, timeRangeEmpty, FORBIDDEN, refused a request",
        "500, backendError, UNAVAILABLE, error of its own",
        "503, backendError, UNAVAILABLE, error of its own",
    })
    void refusalsOfGoogleAreToldApart(int status, String word, Reason reason, String message) {
        server.answers(EVENTS, status, """
            {"error": {"code": %d, "message": "Google's words", "errors": [{"reason": "%s"}]}}\
            """.formatted(status, word));
        assertThat(failure().reason()).isEqualTo(reason);
        server.answers(EVENTS, status, """
            {"error": {"code": %d, "message": "Google's words", "errors": [{"reason": "%s"}]}}\
            """.formatted(status, word));
        assertThat(failure()).hasMessageContaining(message);
        assertThat(received.calls()).isEmpty();
    }

    @Test
    void aDisabledApiIsKnownByTheNewerErrorsToo() {
        server.answers(EVENTS, 403, """
            {"error": {"code": 403, "status": "PERMISSION_DENIED", "details": [{"reason": "SERVICE_DISABLED"}]}}\
            """);
        assertThat(failure().remedy()).contains("Enable the Google Calendar API");
    }

    @Test
    void aCalendarOfWhichOnlyBusyTimesAreLeftIsNotReadAsIfItsTitlesWereBlank() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A")));
        read();
        server.answers(
                EVENTS,
                last("t2", event("a", "")).replace("\"accessRole\": \"owner\"", "\"accessRole\": \"freeBusyReader\""));
        assertThat(failure().reason()).isEqualTo(Reason.CALENDAR_GONE);
        assertThat(received.copy("a").details().title()).isEqualTo("A");
    }

    @Test
    void aCancelledOccurrenceGetsTheUidOfItsSeriesFromWhereverItIsTold() throws Exception {
        String occurrence = """
            {"id": "%s_20260310T100000Z", "status": "cancelled", "recurringEventId": "%s",
             "originalStartTime": {"dateTime": "2026-03-10T10:00:00Z"}}\
            """;
        String series =
                event("s", "S").replace("\"eventType\"", "\"recurrence\": [\"RRULE:FREQ=WEEKLY\"], \"eventType\"");
        server.answers(EVENTS, more("p2", occurrence.formatted("s", "s"), occurrence.formatted("old", "old")))
                .answers(EVENTS, last("t1", series, "{\"id\": \"never seen\", \"status\": \"cancelled\"}"))
                .answers(EVENTS + "/old", 404, "{}");
        read();
        assertThat(received.copy("s_20260310T100000Z").uid()).isEqualTo("s@google.com");
        assertThat(received.copy("old_20260310T100000Z").uid()).isEqualTo("old");
        assertThat(received.keys()).doesNotContain("never seen");

        server.answers(
                        EVENTS,
                        last(
                                "t2",
                                occurrence
                                        .formatted("s", "s")
                                        .replace("0310", "0317")
                                        .replace("03-10", "03-17")))
                .answers(EVENTS + "/s", "{\"iCalUID\": \"s@google.com\"}");
        read();
        assertThat(received.copy("s_20260317T100000Z").uid()).isEqualTo("s@google.com");
        assertThat(received.copy("s_20260317T100000Z").isCancelled()).isTrue();
    }

    @Test
    void aDeletedEventKeepsItsUid() throws Exception {
        server.answers(EVENTS, last("t1", event("a", "A"), event("b", "B")));
        read();
        server.answers(
                        EVENTS,
                        last(
                                "t2",
                                "{\"id\": \"a\", \"status\": \"cancelled\"}",
                                "{\"id\": \"x\", \"status\": \"cancelled\"}"))
                .answers(EVENTS + "/a", "{\"iCalUID\": \"a@google.com\", \"status\": \"cancelled\"}");
        read();
        assertThat(received.told().getLast().id()).isEqualTo("a");
        assertThat(received.told().getLast().uid()).isEqualTo("a@google.com");
        assertThat(received.copy("a").isCancelled()).isTrue();
        assertThat(received.copy("a").details().title()).isEqualTo("A");
        assertThat(received.keys()).containsExactly("a", "b");
    }

    @Test
    void allPagesOfCalendarsAreRead() throws Exception {
        server.answers(LIST, """
            {"nextPageToken": "p2", "items": [
             {"id": "ann@example.com", "summary": "Ann", "primary": true, "accessRole": "owner"},
             {"id": "team@group.calendar.google.com", "summary": "Team", "summaryOverride": "My team",
              "accessRole": "reader"},
             {"id": "gone@example.com", "deleted": true}]}\
            """).answers(LIST, """
                {"items": [
                 {"id": "bob@example.com", "summary": "Bob", "accessRole": "freeBusyReader"},
                 {"id": "en.german#holiday@group.v.calendar.google.com", "summary": "Holidays",
                  "accessRole": "reader"},
                 {"id": "addressbook#contacts@group.v.calendar.google.com", "summary": "Birthdays",
                  "accessRole": "reader"},
                 {"id": "ht3jlfaac5lfd6263ulfh4tql8@group.calendar.google.com", "summary": "Phases of the Moon",
                  "accessRole": "reader"}]}\
                """);
        var calendars = connector.calendars();
        assertThat(calendars)
                .extracting(CalendarInfo::name)
                .containsExactly("Ann", "My team", "Bob", "Holidays", "Birthdays", "Phases of the Moon");
        assertThat(calendars.getFirst().id()).isEqualTo("primary");
        assertThat(calendars.getFirst().aliases()).containsExactly("ann@example.com");
        assertThat(calendars)
                .extracting(CalendarInfo::isPrimary)
                .containsExactly(true, false, false, false, false, false);
        assertThat(calendars).extracting(CalendarInfo::isReadable).containsExactly(true, true, false, true, true, true);
        assertThat(calendars).extracting(CalendarInfo::isOwn).containsExactly(true, true, true, false, false, false);
        assertThat(server.asked(LIST))
                .extracting(CannedServer.Asked::query)
                .last()
                .asString()
                .contains("pageToken=p2", "showHidden=true");
    }

    @Test
    void aFailureNeverLooksLikeAnEmptyListOfCalendars() {
        server.answers(LIST, "{\"nextPageToken\": \"p2\", \"items\": [{\"id\": \"a\"}]}")
                .answers(LIST, 500, "");
        assertThatThrownBy(connector::calendars).isInstanceOf(ConnectorException.class);
        server.answers(LIST, "{\"items\": []}");
        assertThatThrownBy(connector::calendars).hasMessageContaining("no calendars at all");
    }
}
