package ajar.meeting;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/// One thing one person said, with times in seconds from the beginning.
///
/// @param label who said it; `""` when nobody knows
/// @param side `contact`, `close-user`, `voice-agent` or null
/// @param words the single words in the wire's shape, or null
record Utterance(
        String label,
        @Nullable String side,
        double start,
        double end,
        String text,
        @Nullable ArrayNode words) {
    /// A longer recording than a month is an error of units.
    static final double MAX_SECONDS = 31 * 86_400;

    Utterance {
        start = Seconds.rounded(start);
        end = Seconds.rounded(end);
    }

    /// @param where names the utterance or line in the message @throws TranscriptException if the times
    ///     make no sense
    static Utterance of(
            String where,
            String label,
            @Nullable String side,
            double start,
            double end,
            String text,
            @Nullable ArrayNode words) {
        if (!(start >= 0)) {
            throw new TranscriptException(where + ": the start is negative");
        }
        if (end < start) {
            throw new TranscriptException(where + ": the end is before the start");
        }
        if (!(end <= MAX_SECONDS)) {
            throw new TranscriptException(where + ": the end is more than 31 days after the beginning");
        }
        return new Utterance(label, side, start, end, text, words);
    }

    double duration() {
        return end - start;
    }
}
