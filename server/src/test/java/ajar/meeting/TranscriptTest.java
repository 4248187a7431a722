package ajar.meeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TranscriptTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theTranscriptOfTheDocsIsCompleted() {
        JsonNode sent = json("""
            {"utterances": [
              {"speaker_label": "Lead One", "speaker_side": "contact", "start": 0.1, "end": 1.2, "text": "Hi there."},
              {"speaker_label": "Jane User", "speaker_side": "close-user", "start": 1.3, "end": 2.4, "text": "Hello."}],
             "summary_text": "Summary text", "summary_html": "<p>Summary text</p>"}\
            """);

        assertThat(Transcript.fromJson(sent).toString()).isEqualTo(json("""
            {"utterances": [
               {"speaker_label": "Lead One", "speaker_side": "contact", "start": 0.1, "end": 1.2, "text": "Hi there."},
               {"speaker_label": "Jane User", "speaker_side": "close-user", "start": 1.3, "end": 2.4, "text": "Hello."}],
             "summary_text": "Summary text",
             "summary_html": "<p>Summary text</p>",
             "has_speaker_labels": true,
             "speakers": [
               {"speaker_label": "Lead One", "speaker_side": "contact", "talk_percentage": 50.0, "talk_time": 1.1},
               {"speaker_label": "Jane User", "speaker_side": "close-user", "talk_percentage": 50.0, "talk_time": 1.1}]}
            """).toString());
    }

    @Test
    void aBareArrayIsATranscriptWithoutSummary() {
        JsonNode sent = json("""
            [{"start": 0, "end": 1.23456, "text": "Hi", "speaker_side": null,
              "words": [{"text": "Hi", "start": 0, "end": 1}, {"text": "!", "start": null}]}]\
            """);

        assertThat(Transcript.fromJson(sent).toString()).isEqualTo(json("""
            {"utterances": [{"speaker_label": "", "speaker_side": null, "start": 0.0, "end": 1.235, "text": "Hi",
               "words": [{"end": 1.0, "start": 0.0, "text": "Hi"}, {"end": null, "start": null, "text": "!"}]}],
             "summary_text": null, "summary_html": null, "has_speaker_labels": false, "speakers": []}
            """).toString());
    }

    @Test
    void oneSummaryGivesTheOther() {
        JsonNode text = Transcript.fromJson(json("{\"utterances\": [" + SAID + "], \"summary_text\": \"a < b\"}"));
        JsonNode html = Transcript.fromJson(json("{\"utterances\": [" + SAID
                + "], \"summary_html\": \"<p onclick='x()'>a</p><script>b</script>\", \"summary_text\": null}"));

        assertThat(text.get("summary_html").stringValue()).isEqualTo("<p>a &lt; b</p>");
        assertThat(html.get("summary_html").stringValue()).isEqualTo("<p>a</p>");
        assertThat(html.get("summary_text").stringValue()).isEqualTo("a");
    }

    private static final String SAID = "{\"start\": 0, \"end\": 1, \"text\": \"Hi\"}";

    @Test
    void speakersShareTheTalk() {
        JsonNode transcript = Transcript.fromJson(json("""
            [{"speaker_label": "A", "start": 0, "end": 1, "text": "x"},
             {"speaker_label": "B", "speaker_side": "contact", "start": 1, "end": 2, "text": "x"},
             {"speaker_label": "A", "speaker_side": "voice-agent", "start": 2, "end": 3, "text": "x"}]\
            """));

        assertThat(transcript.get("speakers").toString()).isEqualTo(json("""
            [{"speaker_label": "A", "speaker_side": "voice-agent", "talk_percentage": 66.7, "talk_time": 2.0},
             {"speaker_label": "B", "speaker_side": "contact", "talk_percentage": 33.3, "talk_time": 1.0}]\
            """).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                                             | utterances:
        7                                                              | utterances:
        []                                                             | nothing was said
        {"utterances": {}}                                             | utterances:
        [7]                                                            | utterances[0]: an object
        [{"start": 0, "end": 1}]                                       | utterances[0].text
        [{"start": 0, "end": 1, "text": 1}]                            | utterances[0].text
        [{"start": 2, "end": 1, "text": "x"}]                          | utterances[0]: the end is before
        [{"start": -1, "end": 1, "text": "x"}]                         | utterances[0]: the start is negative
        [{"start": "0", "end": 1, "text": "x"}]                        | utterances[0].start
        [{"start": 0, "text": "x"}]                                    | utterances[0].end
        [{"start": 0, "end": 1e300, "text": "x"}]                      | 31 days
        [{"start": 0, "end": 1, "text": "x", "speaker_side": "us"}]    | utterances[0].speaker_side
        [{"start": 0, "end": 1, "text": "x", "words": 1}]              | utterances[0].words
        [{"start": 0, "end": 1, "text": "x", "words": [{}]}]           | utterances[0].words[0].text
        {"utterances": [{"start": 0, "end": 1, "text": "x"}], "summary_text": 1} | summary_text
        """)
    void mistakesAreNamed(String sent, String message) {
        assertThatExceptionOfType(TranscriptException.class)
                .isThrownBy(() -> Transcript.fromJson(json(sent)))
                .withMessageContaining(message);
    }

    @Test
    void tooManyUtterancesAreRefused() {
        var list = JSON.createArrayNode();
        for (int i = 0; i <= Transcript.MAX_UTTERANCES; i++) {
            list.addNull();
        }

        assertThatExceptionOfType(TranscriptException.class).isThrownBy(() -> Transcript.fromJson(list));
    }

    @Test
    void webVttIsRead() {
        JsonNode transcript = Transcript.fromWebVtt("\uFEFF" + """
            WEBVTT - from a call
            Kind: captions

            STYLE
            ::cue { color: lime }

            NOTE nobody reads
            this

            REGION
            id:fred

            intro
            00:00.500 --> 00:02.000 align:start position:0%
            <v.loud Ada Example>Hi <i>there</i>,
            how are you &amp; yours?</v>

            01:00:03.000 --> 01:00:04.250
            Jane User: Fine.

            01:00:05.000 --> 01:00:06.000
            - <00:00:05.500>https://close.com: no name

            01:00:07.000 --> 01:00:08.000
            <b></b>
            """);

        assertThat(transcript.get("has_speaker_labels").booleanValue()).isTrue();
        assertThat(transcript.get("utterances").toString()).isEqualTo(json("""
            [{"speaker_label": "Ada Example", "speaker_side": null, "start": 0.5, "end": 2.0,
              "text": "Hi there, how are you & yours?"},
             {"speaker_label": "Jane User", "speaker_side": null, "start": 3603.0, "end": 3604.25, "text": "Fine."},
             {"speaker_label": "", "speaker_side": null, "start": 3605.0, "end": 3606.0,
              "text": "- https://close.com: no name"}]\
            """).toString());
        assertThat(transcript.get("speakers").size()).isEqualTo(2);
    }

    @Test
    void subRipIsRead() {
        JsonNode transcript =
                Transcript.fromSrt("\uFEFF1\r\n00:00:00,500 --> 00:00:02,000\r\nAda: Hi\r\nthere\r\n\r\n\r\n2\r\n"
                        + "00:00:02,5 --> 00:00:03,750 X1:0\r\n{\\an8}<i>Hello</i>\r\n");

        assertThat(transcript.get("utterances").toString()).isEqualTo(json("""
            [{"speaker_label": "Ada", "speaker_side": null, "start": 0.5, "end": 2.0, "text": "Hi there"},
             {"speaker_label": "", "speaker_side": null, "start": 2.5, "end": 3.75, "text": "Hello"}]\
            """).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                                            | line 1
        WEBVTTX                                       | line 1
        WEBVTT                                        | nothing was said
        WEBVTT¶¶00:01.000 --> 00:00.500¶x             | line 3: the end is before
        WEBVTT¶¶id¶00:01.000 --> later¶x              | line 4
        WEBVTT¶¶00:01.000 -->¶x                       | line 3
        WEBVTT¶¶-1:00.000 --> 00:01.000¶x             | line 3
        WEBVTT¶¶00:61.000 --> 00:62.000¶x             | line 3
        WEBVTT¶¶no times¶at all                       | line 3
        WEBVTT¶¶999999:00:00.000 --> 999999:00:00.000¶x | line 3
        """)
    void mistakesInWebVttAreNamed(String file, String message) {
        assertThatExceptionOfType(TranscriptException.class)
                .isThrownBy(() -> Transcript.fromWebVtt(file.replace('¶', '\n')))
                .withMessageContaining(message);
    }

    @Test
    void hugeFilesTakeBoundedTime() {
        String cue = "00:00.000 --> 00:01.000\n";

        assertThat(Transcript.fromWebVtt("WEBVTT\n\n" + (cue + "A: x\n\n").repeat(50_000))
                        .get("utterances")
                        .size())
                .isEqualTo(50_000);
        for (String piece : new String[] {"<v ", "<", "a ", "{\\", "&", "<v a>", "A: "}) {
            assertThat(Transcript.fromWebVtt("WEBVTT\n\n" + cue + "x " + piece.repeat(1_000_000 / piece.length())))
                    .isNotNull();
        }
    }

    @Property
    void noFileFailsOtherwise(@ForAll("files") String file, @ForAll String any) {
        tolerated(() -> Transcript.fromWebVtt("WEBVTT\n\n" + file));
        tolerated(() -> Transcript.fromSrt(file));
        tolerated(() -> Transcript.fromSrt("1\n00:00:00,000 --> 00:00:01,000\n" + any));
        tolerated(() -> Transcript.fromWebVtt(any));
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(
                        "\n",
                        "\n\n",
                        "00:01.000",
                        " --> ",
                        "00:02.000",
                        "1",
                        "<v A>",
                        "x",
                        "NOTE",
                        "STYLE\n",
                        "A: ",
                        "&amp;",
                        "\r",
                        ":",
                        "-->",
                        "00:01.000 --> 00:02.000\n",
                        "<",
                        "{\\")
                .list()
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces));
    }

    private static void tolerated(Runnable reading) {
        try {
            reading.run();
        } catch (TranscriptException expected) {
            assertThat(expected).hasMessageMatching("(?s)(line \\d+|utterances).*");
        }
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
