package ajar.sync;

import ajar.calendar.Details;
import ajar.calendar.Guest;
import ajar.calendar.Moment;
import ajar.calendar.Recurrence;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An event as one calendar of a provider holds it.
///
/// @param master the single event or the series; null when the owner is invited to some occurrences only
/// @param changed the occurrences that differ, by original start
/// @param isCancelled whether the calendar shows it crossed out
record Held(
        String uid, @Nullable Details master, SortedMap<Instant, Changed> changed, boolean isCancelled, int sequence) {
    /// An occurrence that differs.
    ///
    /// @param details null when it does not take place
    record Changed(Moment original, @Nullable Details details) {}

    static Held of(String uid, Details master) {
        return new Held(uid, master, new TreeMap<>(), false, 0);
    }

    /// The same without what it consists of, for somebody who is invited to some of it.
    Held without() {
        return new Held(uid, null, new TreeMap<>(), false, sequence);
    }

    boolean isSeries() {
        return master != null && master.recurrence().repeats();
    }

    boolean isAllDay() {
        return master != null && master.isAllDay();
    }

    Held cancelled(boolean now) {
        return new Held(uid, master, changed, now, sequence + 1);
    }

    /// Has the master and all changed occurrences say something else.
    Held saying(UnaryOperator<Details> change) {
        var others = new TreeMap<Instant, Changed>();
        changed.forEach((at, one) -> others.put(
                at, new Changed(one.original(), one.details() == null ? null : change.apply(one.details()))));
        return new Held(uid, master == null ? null : change.apply(master), others, isCancelled, sequence + 1);
    }

    /// Has the master say something else, and every occurrence follow it again.
    Held anew(UnaryOperator<Details> change) {
        return master == null
                ? saying(change)
                : new Held(uid, change.apply(master), new TreeMap<>(), isCancelled, sequence + 1);
    }

    Held changing(Moment original, @Nullable Details details) {
        var others = new TreeMap<>(changed);
        others.put(instant(original), new Changed(original, details));
        return new Held(uid, master, others, isCancelled, sequence + 1);
    }

    Held unchanging(Instant original) {
        var others = new TreeMap<>(changed);
        others.remove(original);
        return new Held(uid, master, others, isCancelled, sequence + 1);
    }

    /// Ends the series before an occurrence.
    Held until(Instant occurrence, String rule) {
        var before = new TreeMap<>(changed.headMap(occurrence));
        return new Held(uid, master == null ? null : repeating(master, rule), before, isCancelled, sequence + 1);
    }

    private static Instant instant(Moment original) {
        return original.instant(java.time.ZoneOffset.UTC);
    }

    static Details titled(Details it, String title, String location) {
        return new Details(
                title,
                it.description(),
                location,
                it.start(),
                it.end(),
                it.recurrence(),
                it.guests(),
                it.conferences(),
                it.link(),
                it.isPrivate());
    }

    static Details at(Details it, Moment start, Moment end) {
        return FakeCalendar.between(it, start, end);
    }

    static Details with(Details it, List<Guest> guests) {
        return FakeCalendar.with(it, guests);
    }

    static Details open(Details it, boolean isPrivate) {
        return new Details(
                it.title(),
                it.description(),
                it.location(),
                it.start(),
                it.end(),
                it.recurrence(),
                it.guests(),
                it.conferences(),
                it.link(),
                isPrivate);
    }

    /// @param rule null for not at all
    static Details repeating(Details it, @Nullable String rule) {
        return repeating(
                it,
                rule == null
                        ? Recurrence.NONE
                        : new Recurrence(
                                List.of(rule), List.of(), it.recurrence().excluded()));
    }

    static Details repeating(Details it, Recurrence recurrence) {
        return new Details(
                it.title(),
                it.description(),
                it.location(),
                it.start(),
                it.end(),
                recurrence,
                it.guests(),
                it.conferences(),
                it.link(),
                it.isPrivate());
    }
}
