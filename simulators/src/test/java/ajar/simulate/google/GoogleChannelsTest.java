package ajar.simulate.google;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.simulate.Client.Answer;
import ajar.simulate.Listening;
import ajar.simulate.http.Received;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GoogleChannelsTest extends GoogleTest {
    private final Listening listening = new Listening();

    @AfterEach
    void stop() {
        listening.close();
    }

    private Answer watch(String path, String more) {
        return client.post(path + "/watch", """
            {"id": "c-1", "type": "web_hook", "token": "secret", "address": "%s/push"%s}
            """.formatted(listening.url(), more));
    }

    /// What has arrived, after all that was under way.
    private List<Received> arrived() {
        google.notifications();
        return List.copyOf(listening.received());
    }

    @Test
    void aChannelSaysThatItWorksAndThatSomethingHasChanged() {
        JsonNode channel = watch(EVENTS, "").json();
        assertThat(channel.path("kind").asString()).isEqualTo("api#channel");
        assertThat(channel.path("expiration").asString()).isEqualTo("1772971200000");
        calendar.add(MEETING);
        List<Received> arrived = arrived();
        assertThat(arrived)
                .extracting(one -> one.header("X-Goog-Resource-State"))
                .containsExactly("sync", "exists");
        Received exists = arrived.getLast();
        assertThat(exists.path()).isEqualTo("/push");
        assertThat(exists.body()).isEmpty();
        assertThat(exists.header("X-Goog-Channel-ID")).isEqualTo("c-1");
        assertThat(exists.header("X-Goog-Channel-Token")).isEqualTo("secret");
        assertThat(exists.header("X-Goog-Resource-ID"))
                .isEqualTo(channel.path("resourceId").asString());
        assertThat(exists.header("X-Goog-Channel-Expiration")).isEqualTo("Sun, 08 Mar 2026 12:00:00 GMT");
        assertThat(arrived.getFirst().header("X-Goog-Message-Number")).isEqualTo("1");
        assertThat(Long.parseLong(exists.header("X-Goog-Message-Number"))).isGreaterThan(1);
        assertThat(exists.header("X-Goog-Resource-URI")).startsWith(google.url() + EVENTS);
    }

    @Test
    void theListOfCalendarsCanBeWatched() {
        watch("/calendar/v3/users/me/calendarList", "");
        google.addCalendar(ANN, "{\"summary\": \"New\"}");
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(2);
    }

    @Test
    void aStoppedOrExpiredChannelIsSilent() {
        JsonNode channel = watch(EVENTS, ", \"params\": {\"ttl\": \"60\"}").json();
        google.advance(Duration.ofSeconds(60));
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(1);
        assertThat(client.post("/calendar/v3/channels/stop", channel.toString()).status())
                .isEqualTo(404);
        JsonNode again = watch(EVENTS, "").json();
        assertThat(client.post("/calendar/v3/channels/stop", again.toString()).status())
                .isEqualTo(204);
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(2);
        watch(EVENTS, "");
        google.expireChannels();
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(3);
    }

    @Test
    void notificationsCanBeLostOrDoubled() {
        watch(EVENTS, "");
        google.set(GoogleSwitches.NOTIFICATIONS_LOST, true);
        calendar.add(MEETING);
        assertThat(arrived()).hasSize(1);
        google.set(GoogleSwitches.NOTIFICATIONS_LOST, false);
        google.set(GoogleSwitches.NOTIFICATIONS_DOUBLED, true);
        calendar.add(MEETING);
        List<Received> arrived = arrived();
        assertThat(arrived).hasSize(3);
        assertThat(arrived.get(1).header("X-Goog-Message-Number"))
                .isEqualTo(arrived.get(2).header("X-Goog-Message-Number"));
    }

    @Test
    void aChannelIdIsUniqueAndSomeCalendarsCannotBeWatched() {
        watch(EVENTS, "");
        assertThat(reason(watch(EVENTS, ""))).isEqualTo("channelIdNotUnique");
        google.set(GoogleSwitches.WATCH_REFUSED, true);
        assertThat(reason(watch(EVENTS, ""))).isEqualTo("pushNotSupportedForRequestedResource");
        assertThat(google.refusedWrites()).isEmpty();
    }
}
