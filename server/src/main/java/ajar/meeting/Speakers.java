package ajar.meeting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Who spoke in a transcript and for how long, in order of first appearance. Who has no label is not
/// listed.
final class Speakers {
    private static final class Talk {
        private @Nullable String side;
        private double time;
    }

    private Speakers() {}

    static ArrayNode of(List<Utterance> utterances) {
        Map<String, Talk> talks = new LinkedHashMap<>();
        for (Utterance said : utterances) {
            if (!said.label().isEmpty()) {
                Talk talk = talks.computeIfAbsent(said.label(), _ -> new Talk());
                talk.side = talk.side == null ? said.side() : talk.side;
                talk.time += said.duration();
            }
        }
        double total = utterances.stream().mapToDouble(Utterance::duration).sum();
        ArrayNode speakers = JsonNodeFactory.instance.arrayNode();
        talks.forEach((label, talk) -> speakers.addObject()
                .put("speaker_label", label)
                .put("speaker_side", talk.side)
                .put("talk_percentage", Seconds.percentage(talk.time, total))
                .put("talk_time", Seconds.rounded(talk.time)));
        return speakers;
    }
}
