package ajar.demo;

import ajar.demo.Cast.Person;
import ajar.engine.entity.Draft;
import ajar.engine.json.Json;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.write.Transaction;
import ajar.meeting.Meeting;
import ajar.meeting.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Enters meetings into a diary, and what the clock makes of them.
final class Meetings {
    private final Cast cast;
    private final Diary diary;

    /// A meeting to be.
    ///
    /// @param host whose calendar it is in
    /// @param lead its lead, known once that is made
    /// @param starts when it starts
    /// @param seconds how long it lasts
    /// @param body what else its calendar says
    /// @param id its id; null for any
    record Plan(
            Person host,
            Supplier<String> lead,
            Instant starts,
            long seconds,
            ObjectNode body,
            @Nullable String id) {
        Plan(Person host, Supplier<String> lead, Instant starts, long seconds) {
            this(host, lead, starts, seconds, Json.object(), null);
        }

        Plan with(ObjectNode other) {
            return new Plan(host, lead, starts, seconds, other, id);
        }

        Plan called(String other) {
            return new Plan(host, lead, starts, seconds, body, other);
        }

        Instant ends() {
            return starts.plusSeconds(seconds);
        }
    }

    /// A meeting in the diary: its id is known once it is made.
    static final class Entered {
        private @Nullable String id;

        String id() {
            return Objects.requireNonNull(id);
        }
    }

    Meetings(Cast cast, Diary diary) {
        this.cast = cast;
        this.diary = diary;
    }

    /// Enters that a meeting is planned, and that it starts and ends.
    Entered enter(Instant moment, Plan plan) {
        var entered = new Entered();
        diary.at(moment, plan.host().caller(), work -> {
            var body = plan.body()
                    .put("lead_id", plan.lead().get())
                    .put("starts_at", plan.starts().toString())
                    .put("ends_at", plan.ends().toString());
            entered.id = work.createFrom(Meeting.RESOURCE, body, it -> name(it, plan))
                    .need(Stamps.ID);
        });
        diary.at(plan.starts(), cast.system(), work -> ring(entered, work));
        diary.at(plan.ends(), cast.system(), work -> ring(entered, work));
        return entered;
    }

    private static void name(Draft meeting, Plan plan) {
        if (plan.id() != null) {
            meeting.set(Stamps.ID, plan.id());
        }
    }

    private static void ring(Entered meeting, Transaction work) {
        work.find(Meeting.RESOURCE, meeting.id())
                .ifPresent(it -> Meeting.alarm().ring().on(it, work));
    }

    /// Enters that the calendar changes a meeting.
    void enterChange(Instant moment, Entered meeting, ObjectNode change) {
        diary.put(moment, cast.system(), Meeting.RESOURCE, meeting::id, change);
    }

    /// Enters that a notetaker hands in what was said.
    void enterTranscript(Instant moment, Supplier<String> meeting, String contact) {
        var transcript = Json.object();
        Transcript.fromJson(Words.conversation(contact, diary.random()))
                .put("id", diary.id("transcript"))
                .propertyStream()
                .sorted(Map.Entry.comparingByKey(Resource.WIRE_ORDER))
                .forEach(property -> transcript.set(property.getKey(), property.getValue()));
        diary.at(
                moment,
                cast.system(),
                work -> work.update(Meeting.RESOURCE, meeting.get(), it -> {
                    it.set(Meeting.TRANSCRIPTS, Json.array().add(transcript));
                    var summary = Json.object();
                    summary.set("html", transcript.path("summary_html"));
                    it.set(Meeting.SUMMARY, summary.set("text", transcript.path("summary_text")));
                }));
    }

    /// Enters what the host writes down after a meeting.
    void enterNotes(Instant ended, Person host, Entered meeting, String note, String outcome) {
        diary.put(
                ended.plus(Duration.ofMinutes(25)),
                host.caller(),
                Meeting.RESOURCE,
                meeting::id,
                Json.object()
                        .put("user_note_html", "<body><p>" + note + "</p></body>")
                        .put("outcome_id", outcome));
    }
}
