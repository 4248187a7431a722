package ajar.calendar.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.calendar.Answer;
import ajar.calendar.CalendarInfo;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.MemoryTokens;
import ajar.calendar.Moment;
import ajar.calendar.Notification.Action;
import ajar.calendar.OAuthClient;
import ajar.calendar.StoringReceiver;
import ajar.calendar.Window;
import ajar.calendar.oauth.ConsentFlow;
import ajar.calendar.oauth.OAuthProvider;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.simulate.calendar.SimulatedCalendar;
import ajar.simulate.google.GoogleCalendarSimulator;
import ajar.simulate.google.GoogleFaults;
import ajar.simulate.google.GoogleSwitches;
import ajar.simulate.http.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The connector against Google Calendar as its simulator plays it, hard cases included.
class GoogleSimulatorTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Window WINDOW = new Window(NOW.minus(Duration.ofDays(90)), NOW.plus(Duration.ofDays(365)));
    private static final String ANN = "ann@example.com";

    private final OutgoingHttp http = new OutgoingHttp(true);
    private final GoogleCalendarSimulator google = new GoogleCalendarSimulator(0, () -> NOW);
    private final StoringReceiver received = new StoringReceiver();
    private SimulatedCalendar calendar;
    private GoogleConnector connector;

    @BeforeEach
    void connect() {
        google.addUser(ANN, "Ann", ZoneId.of("Europe/Berlin"));
        calendar = google.calendar(ANN, "primary");
        connector = connector(ANN);
    }

    @AfterEach
    void neverWritten() {
        assertThat(google.refusedWrites()).isEmpty();
        google.close();
        http.close();
    }

    private OAuthClient client() {
        return OAuthClient.google("id", "secret", google.url());
    }

    private GoogleConnector connector(String account) {
        return new GoogleConnector(http, client(), new MemoryTokens(google.refreshToken(account)), () -> NOW);
    }

    private void read() throws ConnectorException {
        connector.changes("primary", received.cursor(), WINDOW, received);
    }

    private ConnectorException failure(Fault fault) {
        google.fail(fault);
        return catchThrowableOfType(ConnectorException.class, this::read);
    }

    private static String meeting(String title, String more) {
        return """
            {"summary": "%s", "start": {"dateTime": "2026-03-03T10:00:00+01:00", "timeZone": "Europe/Berlin"},
             "end": {"dateTime": "2026-03-03T11:00:00+01:00", "timeZone": "Europe/Berlin"}%s}\
            """.formatted(title, more.isEmpty() ? "" : ", " + more);
    }

    private static String weekly(String title) {
        return meeting(title, "\"recurrence\": [\"RRULE:FREQ=WEEKLY\"]");
    }

    private long eventRequests() {
        return google.requests().stream()
                .filter(one -> one.path().endsWith("/events"))
                .count();
    }

    @Test
    void aPersonConnectsAndTheCalendarsAreThere() throws Exception {
        var flow = new ConsentFlow(http, OAuthProvider.GOOGLE, client(), () -> NOW);
        var back = URI.create("http://127.0.0.1/back");
        var question = flow.ask(back, ANN);
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(question.page()).build(), HttpResponse.BodyHandlers.discarding());
        var returned = URI.create(answer.headers().firstValue("Location").orElseThrow())
                .getQuery();
        assertThat(question.asked(parameter(returned, "state"))).isTrue();
        var grant = flow.redeem(parameter(returned, "code"), question.verifier(), back);
        assertThat(grant.address()).isEqualTo(ANN);

        var store = new MemoryTokens("none");
        store.write(grant.tokens());
        google.addCalendar(
                ANN, "{\"id\": \"team@group.calendar.google.com\", \"summary\": \"Team\", \"accessRole\": \"reader\"}");
        google.set(GoogleSwitches.LARGEST_PAGE, 1);
        assertThat(new GoogleConnector(http, client(), store, () -> NOW).calendars())
                .extracting(CalendarInfo::id)
                .containsExactly("primary", "team@group.calendar.google.com");
    }

    private static String parameter(String query, String name) {
        return List.of(query.split("&")).stream()
                .filter(one -> one.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }

    @Test
    void afterATokenHasExpiredEverythingIsReadAndWhatIsGoneIsSwept() throws Exception {
        calendar.add(meeting("Stays", ""));
        String gone = calendar.add(meeting("Goes", ""));
        read();
        calendar.expireSyncTokens();
        calendar.delete(gone);
        calendar.add(meeting("Comes", ""));
        read();
        assertThat(received.calls().stream().filter("startOver"::equals)).hasSize(2);
        assertThat(received.titled("Stays").isCancelled()).isFalse();
        assertThat(received.titled("Comes").isCancelled()).isFalse();
        assertThat(received.copies().values().stream()
                        .filter(copy -> !copy.isCancelled())
                        .map(copy -> copy.details().title()))
                .containsExactlyInAnyOrder("Stays", "Comes");
    }

    @Test
    void aBreakBetweenTwoPagesLosesNothing() throws Exception {
        for (int i = 0; i < 7; i++) {
            calendar.add(meeting("Meeting " + i, ""));
        }
        google.set(GoogleSwitches.LARGEST_PAGE, 2);
        google.fail(GoogleFaults.BACKEND_ERROR.on("/events").after(2));
        assertThat(catchThrowableOfType(ConnectorException.class, this::read).reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(received.cursor()).isNull();
        assertThat(received.keys()).hasSize(4);
        read();
        assertThat(received.keys()).hasSize(7);

        for (int i = 0; i < 5; i++) {
            calendar.add(meeting("Later " + i, ""));
        }
        google.fail(GoogleFaults.BROKEN_OFF.on("/events").after(1).times(5));
        assertThat(catchThrowableOfType(ConnectorException.class, this::read).reason())
                .isEqualTo(Reason.UNAVAILABLE);
        google.faults().clear();
        read();
        assertThat(received.keys()).hasSize(12);
    }

    @Test
    void theQueryGoesWithItsTokenOnAllPages() throws Exception {
        calendar.add(meeting("One", ""));
        calendar.add(meeting("Two", ""));
        google.set(GoogleSwitches.LARGEST_PAGE, 1);
        read();
        calendar.add(meeting("Three", ""));
        calendar.add(meeting("Four", ""));
        read();
        assertThat(received.keys()).hasSize(4);
        assertThat(received.calls().stream().filter("startOver"::equals)).hasSize(1);
        assertThat(eventRequests()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"as_documented", "identity_only", "some_fields"})
    void whateverCancelledEventsStillSayNothingIsBlanked(String manner) throws Exception {
        google.set(GoogleSwitches.CANCELLED_EVENTS, manner);
        String single = calendar.add(meeting("Single", ""));
        String series = calendar.add(weekly("Series"));
        String moved = calendar.changeInstance(series, "2026-03-10T09:00:00Z", "{\"summary\": \"Moved\"}");
        read();
        String uid = received.copy(single).uid();
        calendar.delete(single);
        calendar.deleteInstance(series, "2026-03-10T09:00:00Z");
        String occurrence = calendar.deleteInstance(series, "2026-03-17T09:00:00Z");
        read();
        assertThat(received.copy(single).isCancelled()).isTrue();
        assertThat(received.copy(single).details().title()).isEqualTo("Single");
        assertThat(received.copy(moved).isCancelled()).isTrue();
        assertThat(received.copy(moved).details().title()).isEqualTo("Moved");
        assertThat(received.copy(occurrence).isCancelled()).isTrue();
        assertThat(received.copy(single).uid()).isEqualTo(uid);
        assertThat(received.copy(occurrence).uid())
                .isEqualTo(received.copy(series).uid())
                .isEqualTo(received.copy(moved).uid())
                .isNotEqualTo(series);
        assertThat(received.copy(occurrence).seriesId()).isEqualTo(series);
        assertThat(received.copy(occurrence).originalStart().key()).isEqualTo("20260317T090000Z");
        assertThat(received.copy(series).isCancelled()).isFalse();
    }

    @Test
    void anOccurrenceThatIsMovedAndThenDeletedStaysOneOccurrenceAlsoWhenItsSeriesGoes() throws Exception {
        String series = calendar.add(weekly("Series"));
        String moved = calendar.changeInstance(series, "2026-03-10T09:00:00Z", """
            {"start": {"dateTime": "2026-03-11T15:00:00+01:00"}, "end": {"dateTime": "2026-03-11T16:00:00+01:00"}}\
            """);
        read();
        assertThat(received.copy(moved).originalStart().key()).isEqualTo("20260310T090000Z");
        assertThat(received.copy(moved).details().start().key()).isEqualTo("20260311T140000Z");
        assertThat(received.copy(moved).uid()).isEqualTo(received.copy(series).uid());
        calendar.deleteInstance(series, "2026-03-10T09:00:00Z");
        read();
        assertThat(received.copy(moved).isCancelled()).isTrue();
        assertThat(received.copy(moved).originalStart().key()).isEqualTo("20260310T090000Z");
        calendar.delete(series);
        read();
        assertThat(received.copy(series).isCancelled()).isTrue();
    }

    @Test
    void aSeriesThatIsChangedFromOneDayOnKeepsItsPast() throws Exception {
        String series = calendar.add(weekly("Series"));
        read();
        String next = calendar.split(series, "2026-03-24T09:00:00Z", "{\"summary\": \"New series\"}");
        read();
        assertThat(next).isNotEqualTo(series);
        assertThat(received.copy(series).isCancelled()).isFalse();
        assertThat(received.copy(series).details().recurrence().rules().getFirst())
                .contains("UNTIL=");
        assertThat(received.copy(next).isOverride()).isFalse();
        assertThat(received.copy(next).details().title()).isEqualTo("New series");
    }

    @Test
    void aSeriesIsToldAsItsRuleWithWhatDiffers() throws Exception {
        String series = calendar.add(weekly("Series"));
        calendar.deleteInstance(series, "2026-03-17T09:00:00Z");
        read();
        assertThat(received.copies()).hasSize(2);
        assertThat(received.copy(series).details().recurrence().rules()).containsExactly("FREQ=WEEKLY");
        assertThat(((Moment.Time) received.copy(series).details().start()).at().getZone())
                .isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void wholeDaysStayDays() throws Exception {
        String id = calendar.add("{\"summary\": \"Fair\", \"start\": {\"date\": \"2026-03-03\"},"
                + " \"end\": {\"date\": \"2026-03-05\"}, \"recurrence\": [\"RRULE:FREQ=YEARLY\"]}");
        String moved = calendar.changeInstance(id, "2027-03-03", """
            {"start": {"date": "2027-03-10"}, "end": {"date": "2027-03-12"}}\
            """);
        read();
        assertThat(received.copy(id).details().end()).isEqualTo(Moment.of(LocalDate.of(2026, 3, 5)));
        assertThat(received.copy(moved).originalStart()).isEqualTo(Moment.of(LocalDate.of(2027, 3, 3)));
    }

    @Test
    void focusTimeAndItsLikeStayOutAlsoAfterAnExpiredToken() throws Exception {
        for (String type : List.of("focusTime", "outOfOffice", "workingLocation", "birthday", "fromGmail")) {
            calendar.add(meeting(type, "\"eventType\": \"" + type + "\""));
        }
        String real = calendar.add(meeting("Real", ""));
        read();
        assertThat(received.keys()).containsExactly(real);
        calendar.expireSyncTokens();
        read();
        assertThat(received.keys()).containsExactly(real);
        String more = calendar.add(meeting("More", ""));
        calendar.add(meeting("Lunch", "\"eventType\": \"outOfOffice\""));
        read();
        assertThat(received.keys()).containsExactlyInAnyOrder(real, more);
    }

    @Test
    void copiesOfOneMeetingInTwoCalendarsShareTheirUid() throws Exception {
        google.addUser("bob@example.com", "Bob", ZoneId.of("America/New_York"));
        String mine = calendar.add(weekly("Together"));
        String moved = calendar.changeInstance(mine, "2026-03-10T09:00:00Z", "{\"summary\": \"Later\"}");
        var bobs = google.calendar("bob@example.com", "primary");
        String his = calendar.copyTo(bobs, mine, false);
        String hisMoved = bobs.changeInstance(his, "2026-03-10T09:00:00Z", "{\"summary\": \"Later\"}");
        read();
        var other = new StoringReceiver();
        connector("bob@example.com").changes("primary", null, WINDOW, other);
        assertThat(his).isNotEqualTo(mine);
        assertThat(other.copy(his).uid()).isEqualTo(received.copy(mine).uid());
        assertThat(other.copy(hisMoved).uid()).isEqualTo(received.copy(moved).uid());
        assertThat(other.copy(hisMoved).originalStart().key())
                .isEqualTo(received.copy(moved).originalStart().key());
    }

    @Test
    void roomsAreNoGuestsGroupsAreAndAListThatWasCutIsKept() throws Exception {
        String people = IntStream.range(0, 5)
                .mapToObj(i -> "{\"email\": \"guest" + i + "@lead.example\", \"responseStatus\": \"accepted\"}")
                .collect(Collectors.joining(","));
        String id = calendar.add(meeting("Big", """
            "attendees": [{"email": "c_1@resource.calendar.google.com", "resource": true},
             {"email": "team@example.com"}, {"email": "ann@example.com", "responseStatus": "accepted"}, %s]\
            """.formatted(people)));
        read();
        assertThat(received.copy(id).details().guests())
                .extracting(guest -> guest.key())
                .contains("team@example.com", "guest4@lead.example", ANN)
                .doesNotContain("c_1@resource.calendar.google.com")
                .doesNotHaveDuplicates();
        google.set(GoogleSwitches.MOST_ATTENDEES, 3);
        calendar.change(id, "{\"summary\": \"Bigger\"}");
        read();
        assertThat(received.copy(id).details().guests())
                .extracting(guest -> guest.key())
                .contains(ANN);
        assertThat(received.titled("Bigger").details().guests().getLast().answer())
                .isEqualTo(Answer.YES);
    }

    @Test
    void aChannelTellsOfChangesUntilItIsStoppedAndIsRenewedWithAnOverlap() throws Exception {
        try (var inbox = new ajar.calendar.CannedServer()) {
            var push = connector.push();
            var first = push.watch("primary", inbox.url() + "/push", "s3cret");
            assertThat(first.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(7)));
            calendar.add(meeting("One", ""));
            var second = push.renew("primary", first, inbox.url() + "/push", "s3cret");
            calendar.add(meeting("Two", ""));
            push.stop(second);
            push.stop(second);
            calendar.add(meeting("Three", ""));
            google.notifications();
            var messages = new ArrayList<String>();
            for (var asked : inbox.asked()) {
                var message = GoogleNotifications.read(asked::header);
                assertThat(message.isBelievable("s3cret")).isTrue();
                messages.add((message.subscription().equals(first.id()) ? "first " : "second ") + message.action());
            }
            assertThat(messages)
                    .containsExactly(
                            "first " + Action.NONE,
                            "first " + Action.SYNC,
                            "second " + Action.NONE,
                            "second " + Action.SYNC);
        }
    }

    @Test
    void aCalendarThatCannotBeWatchedIsStillRead() throws Exception {
        google.set(GoogleSwitches.WATCH_REFUSED, true);
        var failed = catchThrowableOfType(
                ConnectorException.class, () -> connector.push().watch("primary", "https://x.example/", "s"));
        assertThat(failed.isTemporary()).isFalse();
        calendar.add(meeting("One", ""));
        read();
        assertThat(received.keys()).hasSize(1);
    }

    @Test
    void anExpiredAccessTokenIsRenewedOnce() throws Exception {
        read();
        google.expireAccessTokens();
        google.forget();
        calendar.add(meeting("One", ""));
        read();
        assertThat(received.keys()).hasSize(1);
        assertThat(google.requests().stream().filter(one -> one.path().equals("/token")))
                .hasSize(1);
    }

    @Test
    void refusalsAreSaidInWordsAndNothingIsLost() throws Exception {
        calendar.add(meeting("One", ""));
        read();
        assertThat(failure(GoogleFaults.USER_RATE_LIMIT_EXCEEDED).reason()).isEqualTo(Reason.THROTTLED);
        assertThat(failure(GoogleFaults.TOO_MANY_REQUESTS).reason()).isEqualTo(Reason.THROTTLED);
        assertThat(failure(GoogleFaults.QUOTA_EXCEEDED).reason()).isEqualTo(Reason.THROTTLED);
        assertThat(failure(GoogleFaults.ACCESS_NOT_CONFIGURED).remedy()).contains("Enable the Google Calendar API");
        assertThat(failure(GoogleFaults.NOT_A_CALENDAR_USER).remedy()).contains("Open Google Calendar");
        assertThat(failure(GoogleFaults.UNAVAILABLE).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(received.keys()).hasSize(1);
        google.revoke(ANN);
        assertThat(catchThrowableOfType(ConnectorException.class, this::read).reason())
                .isEqualTo(Reason.REAUTHORIZE);
    }

    @Test
    void aCalendarThatIsDeletedOrOutOfReachSaysSoAndKeepsWhatWasRead() throws Exception {
        var team = google.addCalendar(ANN, "{\"summary\": \"Team\", \"accessRole\": \"reader\"}");
        team.add(meeting("One", ""));
        connector.changes(team.id(), null, WINDOW, received);
        team.changeCalendar("{\"accessRole\": \"freeBusyReader\"}");
        var blind = catchThrowableOfType(
                ConnectorException.class, () -> connector.changes(team.id(), received.cursor(), WINDOW, received));
        assertThat(blind.reason()).isEqualTo(Reason.CALENDAR_GONE);
        assertThat(connector.calendars()).extracting(CalendarInfo::isReadable).containsExactly(true, false);
        String id = team.id();
        team.deleteCalendar();
        var gone = catchThrowableOfType(
                ConnectorException.class, () -> connector.changes(id, received.cursor(), WINDOW, received));
        assertThat(gone.reason()).isEqualTo(Reason.CALENDAR_GONE);
        assertThat(received.titled("One").isCancelled()).isFalse();
        assertThat(connector.calendars()).hasSize(1);
    }

    @Test
    void anEmptyListByMistakeDeletesNothing() throws Exception {
        calendar.add(meeting("One", ""));
        read();
        google.expireSyncTokens();
        google.fail(GoogleFaults.EMPTY_LIST.on("/events").after(1));
        read();
        assertThat(received.keys()).hasSize(1);
        assertThat(failure(GoogleFaults.NOT_FOUND).reason()).isEqualTo(Reason.CALENDAR_GONE);
        google.fail(GoogleFaults.EMPTY_LIST.on("calendarList"));
        assertThat(catchThrowableOfType(ConnectorException.class, connector::calendars)
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
    }
}
