package ajar.calendar.recurrence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Where a rule ends, UNTIL, inclusive. Which of its three forms is written should match the start of
/// the series and often does not, so each is compared by what it can mean.
sealed interface Until {
    DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    /// Whether an occurrence that begins then still belongs to the series.
    boolean admits(LocalDateTime start, ZoneId zone);

    /// A date: the whole local day belongs to the series, also when the series has times.
    record OnDay(LocalDate day) implements Until {
        @Override
        public boolean admits(LocalDateTime start, ZoneId zone) {
            return !start.toLocalDate().isAfter(day);
        }
    }

    /// A time in UTC.
    record AtInstant(Instant instant) implements Until {
        @Override
        public boolean admits(LocalDateTime start, ZoneId zone) {
            return !start.atZone(zone).toInstant().isAfter(instant);
        }
    }

    /// A time without a zone: that of the series.
    record AtLocalTime(LocalDateTime time) implements Until {
        @Override
        public boolean admits(LocalDateTime start, ZoneId zone) {
            return !start.isAfter(time);
        }
    }

    /// @param ofDays whether the series consists of whole days; only the date counts then
    /// @throws RecurrenceException when it is no date and no time
    static Until parse(String text, boolean ofDays) throws RecurrenceException {
        try {
            int t = text.indexOf('T');
            if (t < 0 || ofDays) {
                String day = t < 0 ? text : text.substring(0, t);
                return new OnDay(LocalDate.parse(day, DateTimeFormatter.BASIC_ISO_DATE));
            }
            boolean utc = text.endsWith("Z");
            var time = LocalDateTime.parse(utc ? text.substring(0, text.length() - 1) : text, TIME);
            return utc ? new AtInstant(time.toInstant(ZoneOffset.UTC)) : new AtLocalTime(time);
        } catch (DateTimeException unreadable) {
            throw new RecurrenceException("Its repetition ends at UNTIL=" + text + ", which is no date.", unreadable);
        }
    }
}
