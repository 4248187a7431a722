package ajar.meeting;

import ajar.text.RichText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What was said in a meeting or a call, in the shape of an element of `transcripts` (Close docs:
/// Meetings).
///
/// The answer has `utterances`, `summary_text`, `summary_html`, `has_speaker_labels` and `speakers`,
/// and the caller adds the `id`. Times are seconds to the millisecond. Whatever is wrong with an upload
/// is a [TranscriptException].
public final class Transcript {
    /// More utterances than a day of talk has.
    public static final int MAX_UTTERANCES = 100_000;

    private static final Set<String> SIDES = Set.of("contact", "close-user", "voice-agent");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Transcript() {}

    /// A transcript from `{"utterances": […], "summary_text"?, "summary_html"?}` or from the bare array
    /// of utterances.
    ///
    /// An utterance has `text`, `start`, `end`, and may have `speaker_label`, `speaker_side` and
    /// `words`. If only one summary is given the other is made from it, and HTML is cleaned like any
    /// rich text.
    ///
    /// @throws TranscriptException if the shape or a time is wrong, or there are no utterances or too
    ///     many
    public static ObjectNode fromJson(JsonNode json) {
        JsonNode list = json.isArray() ? json : json.path("utterances");
        if (!list.isArray()) {
            throw new TranscriptException("utterances: a list is needed");
        }
        checkCount(list.size());
        List<Utterance> utterances = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            utterances.add(utterance("utterances[" + i + "]", list.get(i)));
        }
        return transcript(
                utterances, string("transcript", json, "summary_text"), string("transcript", json, "summary_html"));
    }

    /// A transcript from a WebVTT file: `<v Name>` tags, or `Name: ` before the text, tell who speaks.
    ///
    /// @throws TranscriptException if it is no such file, a time is wrong, or there are no cues or too
    ///     many
    public static ObjectNode fromWebVtt(String text) {
        return transcript(Cues.webVtt(text), null, null);
    }

    /// A transcript from a SubRip file; `Name: ` before the text tells who speaks.
    ///
    /// @throws TranscriptException if it is no such file, a time is wrong, or there are no cues or too
    ///     many
    public static ObjectNode fromSrt(String text) {
        return transcript(Cues.subRip(text), null, null);
    }

    private static ObjectNode transcript(List<Utterance> utterances, @Nullable String text, @Nullable String html) {
        checkCount(utterances.size());
        ObjectNode transcript = JSON.objectNode();
        ArrayNode said = transcript.putArray("utterances");
        utterances.forEach(utterance -> said.add(wire(utterance)));
        transcript.put("summary_text", text == null && html != null ? RichText.toText(html) : text);
        transcript.put("summary_html", html == null ? fromText(text) : RichText.fragment(html));
        transcript.put(
                "has_speaker_labels",
                utterances.stream().anyMatch(it -> !it.label().isEmpty()));
        transcript.set("speakers", Speakers.of(utterances));
        return transcript;
    }

    private static @Nullable String fromText(@Nullable String summary) {
        return summary == null ? null : RichText.paragraph(summary);
    }

    private static void checkCount(int count) {
        if (count == 0) {
            throw new TranscriptException("utterances: nothing was said");
        }
        if (count > MAX_UTTERANCES) {
            throw new TranscriptException("utterances: " + count + " are more than " + MAX_UTTERANCES);
        }
    }

    private static Utterance utterance(String where, JsonNode json) {
        if (!json.isObject()) {
            throw new TranscriptException(where + ": an object is needed");
        }
        String label = string(where, json, "speaker_label");
        String side = string(where, json, "speaker_side");
        if (side != null && !SIDES.contains(side)) {
            throw new TranscriptException(where + ".speaker_side: contact, close-user, voice-agent or null is needed");
        }
        String text = string(where, json, "text");
        if (text == null) {
            throw new TranscriptException(where + ".text: a text is needed");
        }
        double start = seconds(where, json, "start");
        double end = seconds(where, json, "end");
        return Utterance.of(where, label == null ? "" : label.strip(), side, start, end, text, words(where, json));
    }

    private static @Nullable ArrayNode words(String where, JsonNode utterance) {
        JsonNode list = utterance.path("words");
        if (list.isMissingNode() || list.isNull()) {
            return null;
        }
        if (!list.isArray()) {
            throw new TranscriptException(where + ".words: a list is needed");
        }
        ArrayNode words = JSON.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            words.add(word(where + ".words[" + i + "]", list.get(i)));
        }
        return words;
    }

    private static ObjectNode word(String where, JsonNode json) {
        String text = string(where, json, "text");
        if (text == null) {
            throw new TranscriptException(where + ".text: a text is needed");
        }
        Double start = json.path("start").isNumber() ? seconds(where, json, "start") : null;
        Double end = json.path("end").isNumber() ? seconds(where, json, "end") : null;
        if ((start != null && start < 0) || (start != null && end != null && end < start)) {
            throw new TranscriptException(where + ": the end is before the start, or the start is negative");
        }
        ObjectNode word = JSON.objectNode();
        word.put("end", end);
        word.put("start", start);
        return word.put("text", text);
    }

    private static @Nullable String string(String where, JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new TranscriptException(where + "." + key + ": a text is needed");
        }
        return value.stringValue();
    }

    private static double seconds(String where, JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new TranscriptException(where + "." + key + ": a number of seconds is needed");
        }
        return Seconds.rounded(value.doubleValue());
    }

    private static ObjectNode wire(Utterance said) {
        ObjectNode utterance = JSON.objectNode();
        utterance.put("speaker_label", said.label());
        utterance.put("speaker_side", said.side());
        utterance.put("start", said.start());
        utterance.put("end", said.end());
        utterance.put("text", said.text());
        if (said.words() != null) {
            utterance.set("words", said.words());
        }
        return utterance;
    }
}
