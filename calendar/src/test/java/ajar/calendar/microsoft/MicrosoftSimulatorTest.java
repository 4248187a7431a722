package ajar.calendar.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.Answer;
import ajar.calendar.CalendarInfo;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.EventCopy;
import ajar.calendar.MemoryTokens;
import ajar.calendar.Moment;
import ajar.calendar.Notification;
import ajar.calendar.Notification.Action;
import ajar.calendar.OAuthClient;
import ajar.calendar.Recurrence;
import ajar.calendar.StoringReceiver;
import ajar.calendar.Window;
import ajar.calendar.oauth.ConsentFlow;
import ajar.calendar.oauth.OAuthProvider;
import ajar.calendar.recurrence.Expansion;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.simulate.calendar.SimulatedCalendar;
import ajar.simulate.http.Fault;
import ajar.simulate.microsoft.MicrosoftCalendarSimulator;
import ajar.simulate.microsoft.MicrosoftFaults;
import ajar.simulate.microsoft.MicrosoftSwitches;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The connector against Microsoft Graph as its simulator plays it, hard cases included.
class MicrosoftSimulatorTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Window WINDOW = new Window(NOW.minus(Duration.ofDays(60)), NOW.plus(Duration.ofDays(365)));
    private static final String ANN = "ann@example.com";

    private final OutgoingHttp http = new OutgoingHttp(true);
    private final MicrosoftCalendarSimulator microsoft = new MicrosoftCalendarSimulator(0, () -> NOW);
    private final StoringReceiver received = new StoringReceiver();
    private SimulatedCalendar calendar;
    private MicrosoftConnector connector;

    @BeforeEach
    void connect() {
        microsoft.addUser(ANN, "Ann", ZoneId.of("Europe/Berlin"));
        calendar = microsoft.calendar(ANN, "primary");
        connector = connector(ANN);
    }

    @AfterEach
    void neverWritten() {
        assertThat(microsoft.refusedWrites()).isEmpty();
        microsoft.close();
        http.close();
    }

    private OAuthClient client() {
        return OAuthClient.microsoft("id", "secret", microsoft.url());
    }

    private MicrosoftConnector connector(String account) {
        return new MicrosoftConnector(http, client(), new MemoryTokens(microsoft.refreshToken(account)), () -> NOW);
    }

    private void read() throws ConnectorException {
        read(WINDOW);
    }

    private void read(Window window) throws ConnectorException {
        connector.changes(calendar.id(), received.cursor(), window, received);
    }

    private ConnectorException failure(Fault fault) {
        microsoft.fail(fault);
        return catchThrowableOfType(ConnectorException.class, this::read);
    }

    private static String meeting(String title, String more) {
        return event(title, "2026-03-03", more);
    }

    private static String event(String title, String day, String more) {
        return """
            {"subject": "%s", "start": {"dateTime": "%sT10:00:00", "timeZone": "W. Europe Standard Time"},
             "end": {"dateTime": "%sT11:00:00", "timeZone": "W. Europe Standard Time"}%s}\
            """.formatted(title, day, day, more.isEmpty() ? "" : ", " + more);
    }

    private static String weekly(String title) {
        return meeting(title, """
            "recurrence": {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
             "range": {"type": "noEnd", "startDate": "2026-03-03", "recurrenceTimeZone": "W. Europe Standard Time"}}\
            """);
    }

    /// The starts of a stored series until the end of April, as whoever uses the copies would find them.
    private List<String> starts(String series) throws Exception {
        var details = received.copy(series).details();
        return Expansion.of(details.start(), details.recurrence())
                .between(NOW, Instant.parse("2026-04-30T00:00:00Z"), ZoneOffset.UTC)
                .stream()
                .map(Moment::key)
                .toList();
    }

    @Test
    void aPersonConnectsAndTheCalendarsAreThere() throws Exception {
        var flow = new ConsentFlow(http, OAuthProvider.MICROSOFT, client(), () -> NOW);
        var back = URI.create("http://127.0.0.1/back");
        var question = flow.ask(back, ANN);
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(question.page()).build(), HttpResponse.BodyHandlers.discarding());
        String query = URI.create(answer.headers().firstValue("Location").orElseThrow())
                .getRawQuery();
        String code = List.of(query.split("&")).stream()
                .filter(one -> one.startsWith("code="))
                .findFirst()
                .orElseThrow()
                .substring(5);
        var grant = flow.redeem(URLDecoder.decode(code, StandardCharsets.UTF_8), question.verifier(), back);
        assertThat(grant.address()).isEqualTo(ANN);

        var store = new MemoryTokens("none");
        store.write(grant.tokens());
        microsoft.addCalendar(ANN, "{\"name\": \"Team\"}");
        microsoft.addCalendar(ANN, "{\"name\": \"United States holidays\", \"canEdit\": false}");
        microsoft.set(MicrosoftSwitches.LARGEST_PAGE, 1);
        var calendars = new MicrosoftConnector(http, client(), store, () -> NOW).calendars();
        assertThat(calendars).hasSize(3);
        assertThat(calendars).extracting(CalendarInfo::isPrimary).containsExactly(true, false, false);
        assertThat(calendars).extracting(CalendarInfo::isOwn).containsExactly(true, true, false);
        assertThat(calendars.getFirst().id()).isEqualTo(calendar.id());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeletedOccurrenceIsFoundByTheGapItLeaves(boolean traced) throws Exception {
        microsoft.set(MicrosoftSwitches.DELETED_OCCURRENCES_TRACED, traced);
        String series = calendar.add(weekly("Series"));
        calendar.deleteInstance(series, "2026-03-10T09:00:00Z");
        read();
        assertThat(received.copy(series).details().recurrence().excluded())
                .extracting(Moment::key)
                .containsExactly("20260310T090000Z");
        calendar.deleteInstance(series, "2026-03-24T09:00:00Z");
        read();
        assertThat(starts(series))
                .containsExactly(
                        "20260303T090000Z",
                        "20260317T090000Z",
                        "20260331T080000Z",
                        "20260407T080000Z",
                        "20260414T080000Z",
                        "20260421T080000Z",
                        "20260428T080000Z");
        assertThat(received.calls().stream().filter("startOver"::equals)).hasSize(1);
    }

    @Test
    void changedOccurrencesComeWithTheirSeries() throws Exception {
        String series = calendar.add(weekly("Series"));
        read();
        String moved = calendar.changeInstance(series, "2026-03-10T09:00:00Z", """
            {"subject": "Moved", "start": {"dateTime": "2026-03-12T15:00:00"}, "end": {"dateTime": "2026-03-12T16:00:00"}}\
            """);
        read();
        var copy = received.copy(moved);
        assertThat(copy.seriesId()).isEqualTo(series);
        assertThat(copy.uid()).isEqualTo(received.copy(series).uid());
        assertThat(copy.originalStart().key()).isEqualTo("20260310T090000Z");
        assertThat(copy.details().start().key()).isEqualTo("20260312T140000Z");
        assertThat(received.copy(series).details().recurrence().excluded()).isEmpty();
        assertThat(received.keys()).containsExactly(series);

        calendar.deleteInstance(series, "2026-03-10T09:00:00Z");
        read();
        assertThat(received.copy(moved)).isNull();
        assertThat(starts(series)).doesNotContain("20260310T090000Z");
    }

    @Test
    void aChangedOccurrenceThatDoesNotSayWhereItWasIsShownWhereItIs() throws Exception {
        microsoft.set(MicrosoftSwitches.ORIGINAL_STARTS_MISSING, true);
        String series = calendar.add(weekly("Series"));
        calendar.changeInstance(series, "2026-03-10T09:00:00Z", """
            {"start": {"dateTime": "2026-03-12T15:00:00"}, "end": {"dateTime": "2026-03-12T16:00:00"}}\
            """);
        read();
        assertThat(starts(series)).contains("20260312T140000Z").doesNotContain("20260310T090000Z");
    }

    @Test
    void theWindowRollsOnWithoutForgettingOrRepeatingTheBeginning() throws Exception {
        String old = calendar.add(event("Old", "2024-06-03", ""));
        String series = calendar.add(weekly("Series"));
        String far = calendar.add(event("Far", "2027-05-03", ""));
        read();
        String first = received.cursor();
        read(new Window(WINDOW.from().plus(Duration.ofDays(20)), WINDOW.to().plus(Duration.ofDays(20))));
        assertThat(GraphCursor.parse(received.cursor()).view())
                .isEqualTo(GraphCursor.parse(first).view());

        calendar.deleteInstance(series, "2027-05-04T08:00:00Z");
        String gone = calendar.add(meeting("Gone", ""));
        read();
        calendar.delete(gone);
        var rolled =
                new Window(WINDOW.from().plus(Duration.ofDays(80)), WINDOW.to().plus(Duration.ofDays(80)));
        read(rolled);
        assertThat(GraphCursor.parse(received.cursor()).view().to()).isAfter(rolled.to());
        assertThat(received.keys()).containsExactlyInAnyOrder(old, series, far);
        assertThat(received.copy(series).details().recurrence().excluded())
                .extracting(Moment::key)
                .containsExactly("20270504T080000Z");
        assertThat(received.calls().stream().filter("startOver"::equals)).hasSize(1);
    }

    @Test
    void anEventThatIsMovedOutOfTheWatchedTimeIsNotTakenForADeletedOne() throws Exception {
        String id = calendar.add(meeting("Postponed", ""));
        String gone = calendar.add(meeting("Gone", ""));
        read();
        calendar.change(
                id,
                "{\"start\": {\"dateTime\": \"2030-03-03T10:00:00\"}, \"end\": {\"dateTime\":"
                        + " \"2030-03-03T11:00:00\"}}");
        calendar.delete(gone);
        read();
        assertThat(received.keys()).containsExactly(id);
        assertThat(received.copy(id).details().start().key()).startsWith("2030");
    }

    @ParameterizedTest
    @CsvSource({
        "'', W. Europe Standard Time, UTC",
        "'', tzone://Microsoft/Custom, W. Europe Standard Time",
        "tzone://Microsoft/Custom, W. Europe Standard Time, UTC",
        "W. Europe Standard Time, tzone://Microsoft/Custom, tzone://Microsoft/Custom",
    })
    void theZoneOfASeriesIsFoundWhereItIs(String recurrenceZone, String startZone, String endZone) throws Exception {
        String id = calendar.add(weekly("Series"));
        calendar.change(id, """
            {"originalStartTimeZone": "%s", "originalEndTimeZone": "%s",
             "recurrence": {"range": {"recurrenceTimeZone": "%s"}}}\
            """.formatted(startZone, endZone, recurrenceZone));
        read();
        assertThat(received.quarantined()).isEmpty();
        assertThat(starts(id)).contains("20260324T090000Z", "20260331T080000Z");
    }

    @Test
    void aSeriesInAZoneThatNobodyKnowsIsPutAsideWithAReason() throws Exception {
        String id = calendar.add(weekly("Odd"));
        calendar.change(id, """
            {"originalStartTimeZone": "tzone://Microsoft/Custom", "originalEndTimeZone": "tzone://Microsoft/Custom",
             "recurrence": {"range": {"recurrenceTimeZone": "tzone://Microsoft/Custom"}}}\
            """);
        String fine = calendar.add(meeting("Fine", ""));
        read();
        assertThat(received.keys()).containsExactly(fine);
        assertThat(received.quarantined().get(id).reason()).contains("time zone that nobody knows");
        assertThat(received.quarantined().get(id).title()).isEqualTo("Odd");
    }

    @Test
    void momentsThatStandForNoneDoNotOverflow() throws Exception {
        calendar.add("""
            {"subject": "Eternal", "start": {"dateTime": "0001-01-01T00:00:00.0000000", "timeZone": "UTC"},
             "end": {"dateTime": "9999-12-31T23:59:59.9999999", "timeZone": "UTC"}}\
            """);
        read();
        var details = received.titled("Eternal").details();
        assertThat(Moment.parse(details.end().toString())).isEqualTo(details.end());
    }

    @Test
    void nullsAreTaken() throws Exception {
        String id = calendar.add(meeting("x", "\"attendees\": [{\"emailAddress\": {\"name\": \"Nameless\"}}]"));
        calendar.change(id, "{\"subject\": null, \"body\": null, \"organizer\": null}");
        read();
        assertThat(received.copy(id).details().title()).isEmpty();
        assertThat(received.copy(id).details().guests())
                .extracting(guest -> guest.name())
                .containsExactly("Nameless");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"type\": \"relativeYearly\", \"interval\": 1, \"daysOfWeek\": [\"tuesday\"], \"index\": \"first\","
                        + " \"month\": 3 | \"type\": \"noEnd\"",
                "\"type\": \"relativeMonthly\", \"interval\": 1, \"daysOfWeek\": [\"tuesday\", \"wednesday\"],"
                        + " \"index\": \"first\" | \"type\": \"numbered\", \"numberOfOccurrences\": 5",
                "\"type\": \"weekly\", \"interval\": 2, \"daysOfWeek\": [\"tuesday\", \"friday\"], \"firstDayOfWeek\":"
                        + " \"monday\" | \"type\": \"numbered\", \"numberOfOccurrences\": 9",
                "\"type\": \"absoluteMonthly\", \"interval\": 1, \"dayOfMonth\": 3 | \"type\": \"endDate\","
                        + " \"endDate\": \"2026-07-03\"",
                "\"type\": \"daily\", \"interval\": 3 | \"type\": \"endDate\", \"endDate\": \"2026-04-02\"",
            })
    void ourReadingOfAPatternAndTheListOfOccurrencesAgree(String pattern, String range) throws Exception {
        String id = calendar.add(meeting(
                "Series",
                "\"recurrence\": {\"pattern\": {" + pattern + "}, \"range\": {" + range
                        + ", \"startDate\": \"2026-03-03\", \"recurrenceTimeZone\": \"W. Europe Standard Time\"}}"));
        read();
        var recurrence = received.copy(id).details().recurrence();
        assertThat(recurrence.rules()).hasSize(1);
        assertThat(recurrence.added()).isEmpty();
        assertThat(recurrence.excluded()).isEmpty();
    }

    @Test
    void aSeriesOfWholeDaysWithAMovedDayIsRead() throws Exception {
        String id = calendar.add("""
            {"subject": "Fair", "isAllDay": true, "start": {"dateTime": "2026-03-03T00:00:00", "timeZone": "UTC"},
             "end": {"dateTime": "2026-03-04T00:00:00", "timeZone": "UTC"},
             "recurrence": {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
              "range": {"type": "numbered", "numberOfOccurrences": 4, "startDate": "2026-03-03"}}}\
            """);
        String moved = calendar.changeInstance(id, "2026-03-10", """
            {"start": {"dateTime": "2026-03-12T00:00:00"}, "end": {"dateTime": "2026-03-13T00:00:00"}}\
            """);
        calendar.deleteInstance(id, "2026-03-17");
        read();
        assertThat(starts(id)).containsExactly("20260303", "20260310", "20260324");
        assertThat(received.copy(moved).originalStart()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 10)));
        assertThat(received.copy(moved).details().start()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 12)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"410", "400"})
    void afterTheStateIsLostEverythingIsReadAndWhatIsGoneIsSweptButNotThePast(String status) throws Exception {
        microsoft.set(MicrosoftSwitches.LOST_STATE, status);
        String old = calendar.add(event("Old", "2020-06-03", ""));
        String oldSeries = calendar.add(event("Old series", "2019-06-03", """
            "recurrence": {"pattern": {"type": "daily", "interval": 1},
             "range": {"type": "numbered", "numberOfOccurrences": 3, "startDate": "2019-06-03"}}\
            """));
        String gone = calendar.add(meeting("Gone", ""));
        read();
        microsoft.expireSyncTokens();
        calendar.delete(gone);
        read();
        assertThat(received.keys()).containsExactlyInAnyOrder(old, oldSeries);
        assertThat(received.calls().stream().filter("startOver"::equals)).hasSize(2);
    }

    @Test
    void aStateThatIsLostBetweenTwoPagesLeadsToReadingAll() throws Exception {
        read();
        for (int i = 0; i < 5; i++) {
            calendar.add(meeting("Meeting " + i, ""));
        }
        microsoft.set(MicrosoftSwitches.LARGEST_PAGE, 2);
        microsoft.set(MicrosoftSwitches.EMPTY_LAST_PAGE, true);
        microsoft.fail(MicrosoftFaults.SYNC_STATE_NOT_FOUND.on("/delta").after(1));
        read();
        assertThat(received.keys()).hasSize(5);
        calendar.add(meeting("One more", ""));
        read();
        assertThat(received.keys()).hasSize(6);
    }

    @Test
    void patienceIsPassedOnAndNothingIsLost() throws Exception {
        calendar.add(meeting("One", ""));
        read();
        var throttled = failure(MicrosoftFaults.TOO_MANY_REQUESTS);
        assertThat(throttled.reason()).isEqualTo(Reason.THROTTLED);
        assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(failure(MicrosoftFaults.SERVICE_UNAVAILABLE).retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(failure(MicrosoftFaults.CONNECTION_WAS_CLOSED).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(MicrosoftFaults.GATEWAY_TIMEOUT).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(MicrosoftFaults.ACCESS_DENIED).reason()).isEqualTo(Reason.CALENDAR_GONE);
        assertThat(failure(MicrosoftFaults.MAILBOX_NOT_ENABLED).remedy()).contains("Exchange Online");
        microsoft.fail(MicrosoftFaults.UNANSWERED);
        read();
        assertThat(received.keys()).hasSize(1);
        microsoft.revoke(ANN);
        microsoft.expireAccessTokens();
        assertThat(catchThrowableOfType(ConnectorException.class, this::read).reason())
                .isEqualTo(Reason.REAUTHORIZE);
    }

    @Test
    void largePagesAreAskedForAndTheRefreshTokenRotates() throws Exception {
        for (int i = 0; i < 30; i++) {
            calendar.add(meeting("Meeting " + i, ""));
        }
        read();
        assertThat(received.keys()).hasSize(30);
        assertThat(microsoft.requests().stream().filter(one -> one.path().endsWith("/events")))
                .hasSize(1);
        assertThat(microsoft.requests().stream().filter(one -> one.path().endsWith("/delta")))
                .hasSize(1);
        microsoft.expireAccessTokens();
        read();
        microsoft.expireAccessTokens();
        read();
    }

    @Test
    void anEmptyListByMistakeDeletesNothing() throws Exception {
        calendar.add(meeting("One", ""));
        calendar.add(weekly("Series"));
        read();
        microsoft.expireSyncTokens();
        microsoft.fail(MicrosoftFaults.EMPTY_LIST.on("/events"));
        read();
        assertThat(received.keys()).hasSize(2);
        microsoft.fail(MicrosoftFaults.EMPTY_LIST.on("/me/calendars"));
        assertThat(catchThrowableOfType(ConnectorException.class, connector::calendars)
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
        microsoft.expireSyncTokens();
        microsoft.fail(MicrosoftFaults.SERVER_ERROR.on("/events"));
        assertThat(catchThrowableOfType(ConnectorException.class, this::read).reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(received.keys()).hasSize(2);
    }

    @Test
    void changedIdsReplaceTheOldOnesAndTheUidStays() throws Exception {
        String before = calendar.add(meeting("One", ""));
        calendar.add(weekly("Series"));
        read();
        String uid = received.copy(before).uid();
        calendar.changeIds();
        read();
        assertThat(received.keys()).hasSize(2).doesNotContain(before);
        assertThat(received.titled("One").uid()).isEqualTo(uid);
        assertThat(received.titled("One").id()).isNotEqualTo(before);
    }

    @Test
    void withoutAUidTheIdStandsInForIt() throws Exception {
        microsoft.set(MicrosoftSwitches.ICAL_UIDS_NULL, true);
        String series = calendar.add(weekly("Series"));
        calendar.changeInstance(series, "2026-03-10T09:00:00Z", "{\"subject\": \"Changed\"}");
        read();
        assertThat(received.copies().values()).extracting(EventCopy::uid).containsOnly(series);
    }

    @Test
    void aCancelledMeetingIsMarkedAndADeclinedOneIsAnswered() throws Exception {
        String id = calendar.add(meeting("Called off", """
            "organizer": {"emailAddress": {"address": "bob@example.com"}}, "isOrganizer": false,
            "responseStatus": {"response": "declined"},
            "attendees": [{"emailAddress": {"address": "ann@example.com"}, "status": {"response": "none"}}]\
            """));
        read();
        assertThat(received.copy(id).details().guests().getFirst().answer()).isEqualTo(Answer.NO);
        calendar.change(id, "{\"isCancelled\": true, \"subject\": \"Canceled: Called off\"}");
        read();
        assertThat(received.copy(id).isCancelled()).isTrue();
        assertThat(received.copy(id).details().recurrence()).isEqualTo(Recurrence.NONE);
    }

    @Test
    void aCalendarThatIsDeletedSaysSoAndKeepsWhatWasRead() throws Exception {
        var team = microsoft.addCalendar(ANN, "{\"name\": \"Team\"}");
        team.add(meeting("One", ""));
        String id = team.id();
        connector.changes(id, null, WINDOW, received);
        team.deleteCalendar();
        var gone = catchThrowableOfType(
                ConnectorException.class, () -> connector.changes(id, received.cursor(), WINDOW, received));
        assertThat(gone.reason()).isEqualTo(Reason.CALENDAR_GONE);
        assertThat(received.keys()).hasSize(1);
    }

    @Test
    void subscriptionsTellOfChangesAndOfTheirOwnLife() throws Exception {
        List<Notification> inbox = new CopyOnWriteArrayList<>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/push", exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = {};
            if (query != null && query.startsWith("validationToken=")) {
                answer = MicrosoftNotifications.handshake(
                                URLDecoder.decode(query.substring("validationToken=".length()), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
            } else {
                inbox.addAll(MicrosoftNotifications.read(body));
            }
            exchange.sendResponseHeaders(answer.length == 0 ? 202 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/push";
            var push = connector.push();
            var subscription = push.watch(calendar.id(), address, "s3cret");
            assertThat(subscription.expiresAt()).isAfter(NOW.plus(Duration.ofDays(2)));
            calendar.add(meeting("One", ""));
            microsoft.notifications();
            for (String event : List.of("missed", "reauthorizationRequired")) {
                microsoft.lifecycle(event, subscription.id());
                microsoft.notifications();
            }
            var renewed = push.renew(calendar.id(), subscription, address, "s3cret");
            assertThat(renewed.id()).isEqualTo(subscription.id());
            microsoft.lifecycle("subscriptionRemoved", subscription.id());
            microsoft.notifications();
            assertThat(inbox)
                    .allMatch(one -> one.subscription().equals(subscription.id()) && one.isBelievable("s3cret"));
            assertThat(inbox)
                    .extracting(Notification::action)
                    .containsExactly(Action.SYNC, Action.SYNC_ALL, Action.RENEW, Action.RESUBSCRIBE);
            var anew = push.renew(calendar.id(), renewed, address, "s3cret");
            assertThat(anew.id()).isNotEqualTo(renewed.id());
            push.stop(anew);
            push.stop(anew);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend_unknown", "mailbox_unsupported"})
    void anAccountThatNeverTellsIsPolled(String how) throws Exception {
        microsoft.set(MicrosoftSwitches.SUBSCRIPTIONS, how);
        var failed = catchThrowableOfType(
                ConnectorException.class, () -> connector.push().watch(calendar.id(), "https://x.example/", "s"));
        assertThat(failed.isTemporary()).isFalse();
        calendar.add(meeting("One", ""));
        read();
        assertThat(received.keys()).hasSize(1);
    }
}
