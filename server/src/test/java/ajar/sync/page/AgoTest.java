package ajar.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgoTest {
    private static final Instant NOW = Instant.parse("2026-03-29T00:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, just now",
        "PT-59S, just now",
        "PT-1M, 1 minute ago",
        "PT-59M-59S, 59 minutes ago",
        "PT-1H, 1 hour ago",
        "PT-47H-59M, 47 hours ago",
        "P-2D, 2 days ago",
        "P-400D, 400 days ago",
        "PT1S, within a minute",
        "PT60S, in 1 minute",
        "PT5M, in 5 minutes",
        "PT6H, in 6 hours"
    })
    void momentsAreToldAsPeopleSpeakOfThem(Duration distance, String words) {
        assertThat(Ago.words(NOW.plus(distance), NOW)).isEqualTo(words);
    }

    @Test
    void theExactMomentIsToldToWhoPointsAtIt() {
        var wire = Json.object().stringNode("2026-03-28T22:05:00+00:00");

        assertThat(Ago.html(wire, NOW, "").source())
                .isEqualTo(
                        "<time datetime=\"2026-03-28T22:05:00Z\" title=\"28 Mar 2026, 22:05 UTC\">2 hours ago</time>");
    }

    @Test
    void whatHasNotHappenedIsToldInOtherWords() {
        assertThat(Ago.html(Json.object().nullNode(), NOW, "not <yet>").source())
                .isEqualTo("not &lt;yet&gt;");
    }

    @Test
    void whatIsOverdueIsDueNow() {
        assertThat(Ago.due(Json.object().stringNode("2026-03-28T22:05:00+00:00"), NOW)
                        .source())
                .isEqualTo("now");
        assertThat(Ago.due(Json.object().stringNode("2026-03-29T00:31:00+00:00"), NOW)
                        .source())
                .contains(">in 1 minute<");
    }
}
