package ajar.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Server;
import ajar.engine.Settings;
import ajar.engine.json.Json;
import ajar.engine.sql.Database;
import ajar.postgres.EmbeddedPostgres;
import ajar.sync.CalendarSettings;
import ajar.sync.SecretBox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DemoTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String LEAD = "lead_Qq33JAqr6zrgqtJGkKv7XQxTnQxpTEJA7Mfcx98ZrWe";
    private static final String MEETING = "activity/meeting/acti_qwA2IPmjYyMQQ2UWuNxBOtc2CbZtRUOb5JkS1i3Qo1b/";
    private static final String SEARCH = "activity/meeting/?provider_calendar_event_id=";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static Server server;

    @BeforeAll
    static void fill() {
        postgres = EmbeddedPostgres.start(folder.resolve("data"));
        server = server(postgres.jdbcUrl());
        new Demo(server.engine()).fill(Demo.API_KEY);
        server.start("127.0.0.1", 0);
    }

    @AfterAll
    static void close() {
        server.close();
        postgres.close();
    }

    private static Server server(String url) {
        var address = new Database.Address(url, postgres.user(), postgres.password());
        return new Server(new Server.Configuration(
                address,
                5,
                Settings.DEFAULTS,
                null,
                "http://127.0.0.1",
                false,
                true,
                CalendarSettings.standard(SecretBox.forgetful()),
                null,
                null));
    }

    private static JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        String credentials = Demo.API_KEY + ":";
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/" + path))
                .method(method, BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .build();
        var answer = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        return ask("GET", path, "");
    }

    @Test
    void theInterviewIsGoingOn() throws Exception {
        var meeting = get(MEETING);

        assertThat(meeting.path("title").asString()).isEqualTo("Bruce Wayne Interview");
        assertThat(meeting.path("status").asString()).isEqualTo("in-progress");
        assertThat(meeting.path("attendees").get(0).path("contact_id").asString())
                .isEqualTo("cont_V3RuqD9VJKJWOtPsoH7EMy3MnKoFED2Ulgd4g87Ayqc");
        assertThat(get(MEETING + "?_fields=transcripts")
                        .at("/transcripts/0/utterances/0/text")
                        .asString())
                .isNotEmpty();
    }

    @Test
    void theInterviewTakesTheNotesAndTheOutcomeOfTheExample() throws Exception {
        var sent = Json.object()
                .put("outcome_id", "outcome_031uY9IKV1JxfNKM9n2qCw")
                .put("user_note_html", "<body><p>He may be Batman.</p></body>");

        var meeting = ask("PUT", MEETING, Json.text(sent));

        assertThat(meeting.path("outcome_id")).isEqualTo(sent.path("outcome_id"));
        assertThat(meeting.path("user_note_html")).isEqualTo(sent.path("user_note_html"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SEARCH + "EVENT_ID",
                SEARCH + "EVENT_ID&starts_at=2023-09-19T15:00:00",
                SEARCH + "EVENT_ID&provider_calendar_id=CALENDAR_ID",
                SEARCH + "EVENT_ID&provider_calendar_type=google&starts_at__gte=2023-09-20&starts_at__lt=2023-09-21"
                        + "&lead_id=" + LEAD,
                SEARCH + "79k4dh2i9nocd108kc2f7cds88&provider_calendar_id=eric@close.io",
                SEARCH + "d639fa1c7ea344c797df1d0f51603113&provider_calendar_id=example@close.com",
                SEARCH + "AAMkADdiYzg5OGRlLTY1MjktNDc2Ni05YmVkLWMxMzFlNTQ0MzU3YQBGAAAAAACi9RQWB-SNTZBuALM6KIOsBwBtf4g8"
                        + "yY_zTZgZh6x0X-50AAAAAAENAABtf4g8yY_zTZgZh6x0X-50AALLI4-VAAA=",
                "activity/",
                "activity/?lead_id=" + LEAD,
                "activity/?lead_id=" + LEAD + "&_type__in=Meeting,Note&_order_by=-activity_at",
                "event/",
                "event/?lead_id=" + LEAD
            })
    void theExamplesHaveAnswers(String path) throws Exception {
        assertThat(get(path).path("data")).isNotEmpty();
    }

    @Test
    void everyEventCanBeReadByItself() throws Exception {
        var newest = get("event/?_limit=1").path("data").get(0);

        assertThat(get("event/" + newest.path("id").asString() + "/")).isEqualTo(newest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note",
                "call",
                "email",
                "emailthread",
                "sms",
                "whatsapp_message",
                "meeting",
                "created",
                "status_change/lead"
            })
    void thereIsEveryKindOfActivity(String kind) throws Exception {
        assertThat(get("activity/" + kind + "/").path("data")).hasSizeGreaterThan(10);
    }

    @Test
    void thereAreMeetingsOfEveryStatus() throws Exception {
        assertThat(column(postgres.jdbcUrl(), "select distinct status from activity where type = 'Meeting' order by 1"))
                .containsExactly(
                        "canceled", "completed", "declined-by-lead", "declined-by-org", "in-progress", "upcoming");
    }

    @Test
    void eventsLieInThePast() throws Exception {
        assertThat(column(postgres.jdbcUrl(), "select id from event where date_created > now()"))
                .isEmpty();
        assertThat(column(
                        postgres.jdbcUrl(), "select count(distinct date_trunc('month', date_created)) > 20 from event"))
                .containsExactly("t");
    }

    @Test
    void everyDemoIsTheSame() throws Exception {
        column(postgres.jdbcUrl(), "create database twin");
        String twin = postgres.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/twin$1");
        try (var other = server(twin)) {
            new Demo(other.engine()).fill("another key");
        }

        for (var table : List.of("lead", "contact", "users")) {
            String all = "select id || ' ' || name from " + table + " order by id";
            assertThat(column(twin, all)).isNotEmpty().isEqualTo(column(postgres.jdbcUrl(), all));
        }
        String notes = "select id || ' ' || note from activity where type in ('Note', 'Call') order by id";
        assertThat(column(twin, notes)).hasSizeGreaterThan(1000).isEqualTo(column(postgres.jdbcUrl(), notes));
    }

    private static List<String> column(String url, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }
}
