package ajar.meeting;

import static ajar.meeting.ConferenceType.GOOGLE_MEET;
import static ajar.meeting.ConferenceType.MICROSOFT_TEAMS;
import static ajar.meeting.ConferenceType.ZOOM;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConferenceLinksTest {
    @ParameterizedTest
    @CsvSource({
        "https://zoom.us/j/zoommeeting, ZOOM",
        "https://us02web.zoom.us/j/1?pwd=x, ZOOM",
        "https://meet.google.com/abc-defg-hij, GOOGLE_MEET",
        "https://hangouts.google.com/call/x, GOOGLE_HANGOUTS",
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting, MICROSOFT_TEAMS",
        "https://teams.live.com/meet/1, MICROSOFT_TEAMS",
        "https://join.skype.com/x, SKYPE",
        "https://meet.lync.com/x/y, SKYPE",
        "https://acme.webex.com/meet/ada, WEBEX",
        "https://global.gotomeeting.com/join/1, GO_TO_MEETING",
        "https://meet.goto.com/1, GO_TO_MEETING",
        "HTTPS://ZOOM.US:443/j/1, ZOOM"
    })
    void servicesAreKnownByTheirHost(String url, ConferenceType type) {
        assertThat(ConferenceLinks.find(url)).containsExactly(new ConferenceLink(type, url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://zoom.us.evil.com/j/1",
                "https://notzoom.us/j/1",
                "https://evil.com/zoom.us/j/1",
                "https://evil.com?https=zoom.us",
                "https://zoom.us@evil.com/j/1",
                "https://evil.com@zoom.us/j/1",
                "https://evil.com\\.zoom.us/j/1",
                "https://zoom.us%2eevil.com/",
                "https://xmeet.google.com.co/",
                "https://www.google.com/",
                "https://zo\u043Em.us/j/1",
                "zoom.us",
                "https://",
                "ftp://zoom.us/j/1"
            })
    void lookAlikesAreRefused(String text) {
        assertThat(ConferenceLinks.find(text)).isEmpty();
    }

    @Test
    void placesAreReadInOrderAndLinksAreNamedOnce() {
        assertThat(ConferenceLinks.find(
                        "https://meet.google.com/a",
                        null,
                        "https://zoom.us/j/1",
                        "Join: https://zoom.us/j/1, or https://teams.live.com/meet/2 or https://meet.google.com/a."))
                .containsExactly(
                        new ConferenceLink(GOOGLE_MEET, "https://meet.google.com/a"),
                        new ConferenceLink(ZOOM, "https://zoom.us/j/1"),
                        new ConferenceLink(MICROSOFT_TEAMS, "https://teams.live.com/meet/2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<https://zoom.us/j/1?a=1&b=2>",
                "\"https://zoom.us/j/1?a=1&b=2\"",
                "(https://zoom.us/j/1?a=1&b=2).",
                "https://zoom.us/j/1?a=1&b=2...",
                "[x](https://zoom.us/j/1?a=1&b=2)",
                "*https://zoom.us/j/1?a=1&b=2*!",
                "<a href=\"https://zoom.us/j/1?a=1&amp;b=2\">https://zoom.us/j/1?a=1&amp;b=2</a>",
                "&lt;https://zoom.us/j/1?a=1&amp;b=2&gt; now",
                "Join Zoom Meeting\nhttps://zoom.us/j/1?a=1&b=2\n\n\u2500\u2500"
            })
    void whatSurroundsALinkIsNotPartOfIt(String text) {
        assertThat(ConferenceLinks.find(text)).containsExactly(new ConferenceLink(ZOOM, "https://zoom.us/j/1?a=1&b=2"));
    }

    @Test
    void parenthesesInsideALinkStay() {
        assertThat(ConferenceLinks.find("https://zoom.us/j/(1)"))
                .containsExactly(new ConferenceLink(ZOOM, "https://zoom.us/j/(1)"));
    }

    @Property
    void noTextFails(@ForAll String text) {
        ConferenceLinks.find(text, "https://" + text, "https://zoom.us" + text);
    }

    @Test
    void hugeDescriptionsTakeBoundedTime() {
        assertThat(ConferenceLinks.find("https://".repeat(125_000), "https://zoom.us/" + ")".repeat(1_000_000)))
                .hasSize(1);
    }
}
