package ajar.calendar.ical;

import ajar.calendar.Moment;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Values of the types DATE, DATE-TIME and DURATION (RFC 5545, 3.3.4 to 3.3.6), also with the
/// punctuation and the offsets that some programs add.
final class Dates {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-?\\d{2}-?\\d{2})[T ](\\d{2}):?(\\d{2})(?::?(\\d{2}))?(?:[.,]\\d+)?(Z|[+-]\\d{2}:?\\d{2})?");
    private static final Pattern DURATION = Pattern.compile(
            "([+-])?P(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?(?:T(?:(\\d{1,6})H)?(?:(\\d{1,8})M)?(?:(\\d{1,9})S)?)?");

    private Dates() {}

    /// A time as written: with an offset, or local.
    ///
    /// @param offset null when it is local
    record Written(LocalDateTime local, @Nullable ZoneOffset offset) {}

    /// A time zone as a property names it, for local times.
    @FunctionalInterface
    interface Placing {
        ZonedDateTime place(LocalDateTime local);
    }

    /// @param isDate whether the property says that it is a DATE
    /// @param placing where local times are
    static Moment moment(String text, boolean isDate, Placing placing) throws BrokenEvent {
        String value = text.strip().toUpperCase(Locale.ROOT);
        try {
            if (isDate && value.length() > 8 && value.indexOf('T') > 0) {
                value = value.substring(0, value.indexOf('T'));
            }
            Matcher date = DATE.matcher(value);
            if (date.matches()) {
                return Moment.of(date(date));
            }
            Written written = time(value);
            ZoneOffset offset = written.offset();
            return Moment.of(
                    offset == null
                            ? placing.place(written.local())
                            : written.local().atZone(offset));
        } catch (DateTimeException impossible) {
            throw new BrokenEvent("\"" + Text.cut(text, 100) + "\" is no date.", impossible);
        }
    }

    /// @throws DateTimeException when it is no time
    static Written time(String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            throw new DateTimeException("not a time");
        }
        Matcher date = DATE.matcher(time.group(1));
        if (!date.matches()) {
            throw new DateTimeException("not a date");
        }
        int hour = Integer.parseInt(time.group(2));
        int second = time.group(4) == null ? 0 : Integer.parseInt(time.group(4));
        // Midnight at the end of a day, and leap seconds.
        boolean midnight = hour == 24;
        var at = LocalTime.of(midnight ? 0 : hour, Integer.parseInt(time.group(3)), second == 60 ? 59 : second);
        var local = date(date).plusDays(midnight ? 1 : 0).atTime(at);
        String offset = time.group(5);
        return new Written(local, offset == null ? null : ZoneOffset.of(offset));
    }

    private static LocalDate date(Matcher date) {
        int year = Integer.parseInt(date.group(1));
        if (year == 0) {
            throw new DateTimeException("no such year");
        }
        return LocalDate.of(year, Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
    }

    /// Adds a duration: weeks and days by the calendar, hours by the clock.
    static Moment plus(Moment start, String text) throws BrokenEvent {
        Matcher duration = DURATION.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!duration.matches()) {
            throw new BrokenEvent("\"" + Text.cut(text, 100) + "\" is no duration.");
        }
        int sign = "-".equals(duration.group(1)) ? -1 : 1;
        var days = Period.ofDays((int) (sign * (7 * number(duration, 2) + number(duration, 3))));
        var time = Duration.ofHours(number(duration, 4))
                .plusMinutes(number(duration, 5))
                .plusSeconds(number(duration, 6))
                .multipliedBy(sign);
        try {
            return switch (start) {
                case Moment.Time(var at) -> Moment.of(inRange(at.plus(days).plus(time)));
                case Moment.Day(var date) -> Moment.of(inRange(date.plus(days).plusDays(time.toDays())));
            };
        } catch (DateTimeException | ArithmeticException beyond) {
            throw new BrokenEvent("It ends beyond all calendars.", beyond);
        }
    }

    private static long number(Matcher found, int group) {
        return found.group(group) == null ? 0 : Long.parseLong(found.group(group));
    }

    private static ZonedDateTime inRange(ZonedDateTime at) {
        inRange(at.toLocalDate());
        return at;
    }

    private static LocalDate inRange(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new DateTimeException("out of range");
        }
        return date;
    }

    /// An offset as time zones give it, `+0100`.
    ///
    /// @throws DateTimeException when it is none
    static ZoneOffset offset(String text) {
        String value = text.strip();
        return ZoneOffset.of(value.matches("\\d.*") ? "+" + value : value);
    }

    /// Where local times are in a zone.
    static Placing in(ZoneId zone) {
        return local -> local.atZone(zone);
    }
}
