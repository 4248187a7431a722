package ajar.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarLinkTest {
    private static final String EXAMPLE = "ZDYzOWZhMWM3ZWEzNDRjNzk3ZGYxZDBmNTE2MDMxMTMgZXhhbXBsZUBjbG9zZS5jb20";
    private static final String ITEM =
            "AAMkADdiYzg5OGRlLTY1MjktNDc2Ni05YmVkLWMxMzFlNTQ0MzU3YQBGAAAAAACi9RQWB%2FSNTZBuALM6KIOs"
                    + "BwBtf4g8yY%2BzTZgZh6x0X%2F50AAAAAAENAABtf4g8yY%2BzTZgZh6x0X%2F50AA";
    private static final String ID =
            "AAMkADdiYzg5OGRlLTY1MjktNDc2Ni05YmVkLWMxMzFlNTQ0MzU3YQBGAAAAAACi9RQWB-SNTZBuALM6KIOs"
                    + "BwBtf4g8yY_zTZgZh6x0X-50AAAAAAENAABtf4g8yY_zTZgZh6x0X-50AA";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://www.google.com/calendar/event?eid=NzlrNGRoMmk5bm9jZDEwOGtjMmY3Y2RzODggZXJpY0BjbG9zZS5pbw | 79k4dh2i9nocd108kc2f7cds88 | eric@close.io
        https://www.google.com/calendar/event?eid=ZDYzOWZhMWM3ZWEzNDRjNzk3ZGYxZDBmNTE2MDMxMTMgZXhhbXBsZUBjbG9zZS5jb2 | d639fa1c7ea344c797df1d0f51603113 | example@close.co
        https://calendar.google.com/calendar/u/1/r/eventedit/ZDYzOWZhMWM3ZWEzNDRjNzk3ZGYxZDBmNTE2MDMxMTMgZXhhbXBsZUBjbG9zZS5jb20 | d639fa1c7ea344c797df1d0f51603113 | example@close.com
        """)
    void theLinksOfTheDocsAreDecoded(String link, String event, String calendar) {
        assertThat(CalendarLink.decode(link)).isEqualTo(new CalendarLink("google", event, calendar));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.google.com/calendar/event?eid=" + EXAMPLE,
                "https://www.google.com/calendar/event?eid=" + EXAMPLE + "=",
                "https://www.google.com/calendar/event?ctz=UTC&eid=" + EXAMPLE + "%3D&sf=true#main",
                " HTTP://Calendar.Google.com:443/calendar/r/eventedit/" + EXAMPLE + "/?tab=mc "
            })
    void paddingAndOtherPartsDoNotMatter(String link) {
        assertThat(CalendarLink.decode(link))
                .isEqualTo(new CalendarLink("google", "d639fa1c7ea344c797df1d0f51603113", "example@close.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "ada@m, ada@gmail.com",
        "c_1@g, c_1@group.calendar.google.com",
        "en.usa#holiday@v, en.usa#holiday@group.v.calendar.google.com",
        "x@i, x@import.calendar.google.com",
        "primary, primary",
        "a@mm, a@mm"
    })
    void shortenedCalendarsAreWrittenOut(String calendar, String full) {
        assertThat(CalendarLink.decode(CalendarLink.encodeGoogle("event", calendar)))
                .isEqualTo(new CalendarLink("google", "event", full));
    }

    @Test
    void bothAlphabetsOfBase64AreRead() {
        String link = CalendarLink.encodeGoogle("e\u00FF\u00FE?>", "\u00FF\u00FF@x.com");

        assertThat(link).containsAnyOf("-", "_");
        assertThat(CalendarLink.decode(link))
                .isEqualTo(new CalendarLink("google", "e\u00FF\u00FE?>", "\u00FF\u00FF@x.com"));
        assertThat(CalendarLink.decode(link.replace('-', '+').replace("_", "%2F")))
                .isEqualTo(CalendarLink.decode(link));
    }

    @Test
    void aCalendarMayBeMissing() {
        assertThat(CalendarLink.decode("https://www.google.com/calendar/event?eid=ZXZlbnQ"))
                .isEqualTo(new CalendarLink("google", "event", null));
    }

    @Test
    void theEventLinkOfTheDocsIsEncoded() {
        assertThat(CalendarLink.encodeGoogle("79k4dh2i9nocd108kc2f7cds88", "eric@close.io"))
                .isEqualTo("https://www.google.com/calendar/event?eid="
                        + "NzlrNGRoMmk5bm9jZDEwOGtjMmY3Y2RzODggZXJpY0BjbG9zZS5pbw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://outlook.office365.com/owa/?itemid=" + ITEM + "LLI4%2FVAAA%3D&exvsurl=1&path=/calendar/item",
                "https://outlook.office.com/calendar/item/" + ITEM + "LLI4%2FVAAA%3D",
                "https://outlook.live.com/calendar/0/item/" + ITEM + "LLI4%2FVAAA%3D?x=y",
                "https://outlook.office.com/calendar/item/" + ID + "LLI4-VAAA="
            })
    void microsoftIdsSwapTheirSpecialCharacters(String link) {
        assertThat(CalendarLink.decode(link)).isEqualTo(new CalendarLink("microsoft", ID + "LLI4-VAAA=", null));
    }

    @Test
    void theSecondMicrosoftLinkDecodesToItsOwnId() {
        assertThat(CalendarLink.decode("https://outlook.office.com/calendar/item/" + ITEM + "LmRd2BAAA%3D"))
                .isEqualTo(new CalendarLink("microsoft", ID + "LmRd2BAAA=", null));
    }

    @Test
    void unescapedIdsAreReadToo() {
        assertThat(CalendarLink.decode("https://outlook.office365.com/owa/?itemid=A/B+C="))
                .isEqualTo(new CalendarLink("microsoft", "A-B_C=", null));
        assertThat(CalendarLink.decode("https://outlook.office.com/calendar/item/A/B+C="))
                .isEqualTo(new CalendarLink("microsoft", "A-B_C=", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                EXAMPLE,
                "https://",
                "https://www.google.com",
                "https://www.google.com/calendar/event?eid=",
                "https://www.google.com/calendar/event?eid=%",
                "https://www.google.com/calendar/event?eid=%zz",
                "https://www.google.com/calendar/event?eid=a",
                "https://www.google.com/calendar/event?eid=!!!!",
                "https://www.google.com/calendar/event?eid=gICAgA",
                "https://www.google.com/calendar/event?eid=IGE",
                "https://www.google.com.evil.com/calendar/event?eid=" + EXAMPLE,
                "https://evilgoogle.com/calendar/event?eid=" + EXAMPLE,
                "https://www.google.com@evil.com/calendar/event?eid=" + EXAMPLE,
                "ftp://www.google.com/calendar/event?eid=" + EXAMPLE,
                "https://outlook.office.com/calendar/item/",
                "https://outlook.office.com/calendar/item/a%20b",
                "https://outlook.office.com/owa/?itemid=%e2%82%ac",
                "https://example.com/?itemid=AAA"
            })
    void anythingElseIsNull(String link) {
        assertThat(CalendarLink.decode(link)).isNull();
    }

    @Property
    void encodedPairsAreDecoded(
            @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 60) String event,
            @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 60) String calendar) {
        assertThat(CalendarLink.decode(CalendarLink.encodeGoogle(event, calendar + "@x.com")))
                .isEqualTo(new CalendarLink("google", event, calendar + "@x.com"));
    }

    @Property
    void noLinkFails(@ForAll("links") String link, @ForAll String any) {
        CalendarLink.decode(link);
        CalendarLink.decode(any);
        CalendarLink.decode("https://www.google.com/calendar/event?eid=" + any);
        CalendarLink.decode("https://outlook.office.com/calendar/item/" + any);
    }

    @Provide
    Arbitrary<String> links() {
        return Arbitraries.of(
                        "https://",
                        "www.google.com",
                        "outlook.office.com",
                        "/",
                        "?",
                        "&",
                        "eid=",
                        "itemid=",
                        "%",
                        "%2",
                        "%2F",
                        "eventedit/",
                        "/item/",
                        "=",
                        "AAAA",
                        "#",
                        "@",
                        ":",
                        "80",
                        "\u20AC",
                        "IA",
                        "\n")
                .list()
                .ofMaxSize(15)
                .map(pieces -> String.join("", pieces));
    }
}
