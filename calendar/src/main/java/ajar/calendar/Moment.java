package ajar.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// When an event begins or ends: a time in a time zone, or a whole day that belongs to no zone.
public sealed interface Moment {
    /// A time. The zone is the one in which a series keeps its hour when clocks change.
    record Time(ZonedDateTime at) implements Moment {
        @Override
        public Instant instant(ZoneId zone) {
            return at.toInstant();
        }

        @Override
        public String toString() {
            return at.toString();
        }
    }

    /// A whole day. An end is the first day that does not belong to the event.
    record Day(LocalDate date) implements Moment {
        @Override
        public Instant instant(ZoneId zone) {
            return date.atStartOfDay(zone).toInstant();
        }

        @Override
        public String toString() {
            return date.toString();
        }
    }

    static Moment of(ZonedDateTime at) {
        return new Time(at);
    }

    static Moment of(LocalDate date) {
        return new Day(date);
    }

    /// Reads what `toString` writes: `2026-01-31` or `2026-01-31T09:00+01:00[Europe/Berlin]`.
    ///
    /// @throws DateTimeException when it is neither
    static Moment parse(String text) {
        return text.indexOf('T') < 0 ? new Day(LocalDate.parse(text)) : new Time(ZonedDateTime.parse(text));
    }

    /// The instant; that of a day is its beginning in `zone`.
    Instant instant(ZoneId zone);

    /// Whether it is a whole day.
    default boolean isDay() {
        return this instanceof Day;
    }

    /// What names an occurrence by its original start, the same for all copies of the event: an instant
    /// such as `20260131T080000Z`, or a date such as `20260131`.
    default String key() {
        return switch (this) {
            case Time time -> KeyFormat.TIME.format(time.at().toInstant());
            case Day day -> KeyFormat.DAY.format(day.date());
        };
    }
}
