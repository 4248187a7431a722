package ajar.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A meeting as the model has it, with the actions of its events.
final class ModelMeeting {
    /// Somebody on it.
    record Attendee(
            @Nullable String email,
            @Nullable String name,
            String answer,
            boolean isOrganizer,
            @Nullable String contactId,
            @Nullable String userId) {
        @Override
        public String toString() {
            return email
                    + (name == null ? "" : " '" + name + "'")
                    + (isOrganizer ? " organizer " : " ")
                    + answer
                    + (contactId == null ? "" : " " + contactId)
                    + (userId == null ? "" : " " + userId);
        }
    }

    /// What calendars say of it.
    record Said(
            String owner,
            List<String> users,
            String title,
            String note,
            String location,
            Instant start,
            Instant end,
            List<Attendee> attendees,
            String type,
            String eventId,
            List<String> calendarIds,
            List<String> uids,
            @Nullable String link,
            String accountId,
            boolean isRecurring) {}

    private final List<String> actions = new ArrayList<>();
    private Said said;
    private boolean isCanceled;
    private String status;
    private @Nullable String words;

    ModelMeeting(Said said, Instant now) {
        this.said = said;
        this.status = statusAt(now);
        actions.add("created");
        if (status.equals("upcoming")) {
            actions.add("scheduled");
        }
    }

    Said said() {
        return said;
    }

    String status() {
        return status;
    }

    List<String> actions() {
        return actions;
    }

    boolean hasWords() {
        return words != null;
    }

    /// Somebody writes a note.
    void write(String note) {
        if (!note.equals(words)) {
            words = note;
            actions.add("updated");
        }
    }

    /// It moves to another lead.
    void move() {
        actions.add("updated");
    }

    /// Brings it to what calendars say now. One event tells of it, if there is anything to tell, and one
    /// more when it is put on another date or called off.
    void follow(Said now, boolean canceled, Instant moment) {
        if (said.equals(now) && isCanceled == canceled) {
            return;
        }
        boolean isMoved = !said.start().equals(now.start());
        String before = status;
        said = now;
        isCanceled = canceled;
        status = statusAt(moment);
        actions.add("updated");
        if (status.equals("upcoming") && isMoved) {
            actions.add("scheduled");
        }
        if (status.equals("canceled") && !before.equals("canceled")) {
            actions.add("canceled");
        }
    }

    void cancel(Instant moment) {
        follow(said, true, moment);
    }

    /// Lets time pass.
    void ring(Instant now) {
        if (status.equals("upcoming") && !now.isBefore(said.start())) {
            status = "in-progress";
            actions.add("started");
        }
        if (status.equals("in-progress") && !now.isBefore(said.end())) {
            status = "completed";
            actions.add("completed");
        }
    }

    private String statusAt(Instant now) {
        if (isCanceled) {
            return "canceled";
        }
        if (declinedByOrganization()) {
            return "declined-by-org";
        }
        if (declinedByLead()) {
            return "declined-by-lead";
        }
        if (now.isBefore(said.start())) {
            return "upcoming";
        }
        return now.isBefore(said.end()) ? "in-progress" : "completed";
    }

    /// All users on the event, and the owner is on it.
    private boolean declinedByOrganization() {
        var users = said.attendees().stream().filter(it -> it.userId() != null).toList();
        return users.stream().anyMatch(it -> Objects.equals(it.userId(), said.owner()))
                && users.stream().allMatch(it -> it.answer().equals("no"));
    }

    private boolean declinedByLead() {
        var contacts =
                said.attendees().stream().filter(it -> it.contactId() != null).toList();
        return contacts.stream().anyMatch(it -> it.answer().equals("no"))
                && contacts.stream().noneMatch(it -> it.answer().equals("yes"));
    }

    /// Everything about it that can be seen.
    @Override
    public String toString() {
        return line(status, said, words, actions);
    }

    static String line(String status, Said said, @Nullable String words, List<String> actions) {
        return status + " " + said + " words=" + words + " events=" + actions;
    }
}
