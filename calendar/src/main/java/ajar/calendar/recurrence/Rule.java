package ajar.calendar.recurrence;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/// One RRULE. The library counts through local time and knows neither zones nor an end: UNTIL and
/// COUNT are kept here, because what they mean depends on the zone and on the first occurrence.
final class Rule {
    private static final Set<String> SMALLER_THAN_HOURS = Set.of("MINUTELY", "SECONDLY");
    private static final Set<String> NUMBERS_DAYS = Set.of("MONTHLY", "YEARLY");
    private static final int MAX_LENGTH = 4000;
    private static final int MAX_INTERVAL = 10_000;

    private final RecurrenceRule rule;
    private final @Nullable Until until;

    /// How many occurrences there are, the start of the series included; 0 when it does not say.
    private final int count;

    private final LocalDateTime start;

    /// Where the library begins: the start, or the beginning of its year.
    private final LocalDateTime seed;

    private Rule(RecurrenceRule rule, @Nullable Until until, int count, LocalDateTime start, boolean wholeYears) {
        this.rule = rule;
        this.until = until;
        this.count = count;
        this.start = start;
        this.seed = wholeYears ? start.withDayOfYear(1) : start;
    }

    /// Takes in the local starts that a rule makes, in ascending order.
    @FunctionalInterface
    interface Sink {
        /// @return whether to go on
        boolean take(LocalDateTime start) throws RecurrenceException;
    }

    /// @param start when the series begins
    /// @param ofDays whether it consists of whole days
    /// @throws RecurrenceException when it is no rule, or one that Ajar does not know how to read
    static Rule parse(String text, LocalDateTime start, boolean ofDays) throws RecurrenceException {
        if (text.length() > MAX_LENGTH) {
            throw new RecurrenceException("Its rule of repetition has more than " + MAX_LENGTH + " characters.");
        }
        Map<String, String> parts = parts(text);
        String scale = parts.remove("RSCALE");
        if (scale != null && !scale.equals("GREGORIAN")) {
            throw new RecurrenceException("It repeats by the calendar " + scale + ", which Ajar does not know.");
        }
        String frequency = parts.getOrDefault("FREQ", "");
        if (SMALLER_THAN_HOURS.contains(frequency)) {
            throw new RecurrenceException("It repeats within the hour, and nobody meets that often.");
        }
        if (ofDays) {
            if (frequency.equals("HOURLY")) {
                throw new RecurrenceException("It takes whole days and repeats within the day.");
            }
            parts.keySet().removeAll(Set.of("BYHOUR", "BYMINUTE", "BYSECOND"));
        }
        String end = parts.remove("UNTIL");
        Until until = end == null ? null : Until.parse(end, ofDays);
        String number = parts.remove("COUNT");
        int count = number == null ? 0 : count(number);
        repair(parts, frequency);
        boolean wholeYears = frequency.equals("YEARLY") && parts.containsKey("BYSETPOS");
        if (wholeYears) {
            // Positions count from the beginning of the year, also in the one in which the series begins.
            sayWhatTheStartSays(parts, start);
        }
        return new Rule(parsed(parts, text), until, count, start, wholeYears);
    }

    private static RecurrenceRule parsed(Map<String, String> parts, String text) throws RecurrenceException {
        String repaired = parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining(";"));
        try {
            return new RecurrenceRule(repaired, RfcMode.RFC5545_LAX);
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException unreadable) {
            throw new RecurrenceException(
                    "Its rule of repetition, " + text.substring(0, Math.min(text.length(), 200)) + ", cannot be read.",
                    unreadable);
        }
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.toUpperCase(Locale.ROOT).split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String value = part.substring(equals + 1).replaceAll("\\s", "");
                if (!value.isEmpty()) {
                    parts.put(part.substring(0, equals).strip(), value);
                }
            }
        }
        return parts;
    }

    private static int count(String text) throws RecurrenceException {
        try {
            // COUNT=0 is written by mistake; the start takes place in any case.
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException tooLarge) {
            throw new RecurrenceException("Its number of occurrences, COUNT=" + text + ", is no number.", tooLarge);
        }
    }

    /// What the library would read differently from RFC 5545 or from other calendars.
    private static void repair(Map<String, String> parts, String frequency) throws RecurrenceException {
        String interval = parts.get("INTERVAL");
        if (interval != null) {
            parts.put("INTERVAL", interval(interval));
        }
        String days = parts.get("BYDAY");
        if (days != null && (!NUMBERS_DAYS.contains(frequency) || parts.containsKey("BYWEEKNO"))) {
            // A number has no meaning here, but the day has.
            parts.put("BYDAY", days.replaceAll("[+\\-0-9]", ""));
        }
        if (frequency.equals("YEARLY")
                && parts.containsKey("BYMONTHDAY")
                && !parts.containsKey("BYMONTH")
                && !parts.containsKey("BYWEEKNO")
                && !parts.containsKey("BYYEARDAY")
                && (days == null || !days.matches(".*\\d.*"))) {
            // RFC 5545, 3.3.10: BYMONTHDAY expands a year, to that day of all months.
            parts.put("BYMONTH", "1,2,3,4,5,6,7,8,9,10,11,12");
        }
    }

    private static void sayWhatTheStartSays(Map<String, String> parts, LocalDateTime start) {
        if (parts.containsKey("BYDAY") || parts.containsKey("BYMONTHDAY") || parts.containsKey("BYYEARDAY")) {
            return;
        }
        if (parts.containsKey("BYWEEKNO")) {
            parts.put("BYDAY", start.getDayOfWeek().name().substring(0, 2));
        } else {
            parts.put("BYMONTHDAY", String.valueOf(start.getDayOfMonth()));
            parts.putIfAbsent("BYMONTH", String.valueOf(start.getMonthValue()));
        }
    }

    /// INTERVAL=0 stands for 1 with the other calendars too.
    private static String interval(String text) throws RecurrenceException {
        try {
            int interval = Math.max(1, Integer.parseInt(text));
            if (interval <= MAX_INTERVAL) {
                return String.valueOf(interval);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new RecurrenceException("It repeats at an interval of " + text + ", which is out of range.");
    }

    /// Hands out the local starts after that of the series that are not before `from`, until `sink` has
    /// enough.
    ///
    /// @param most how many steps to go at most
    /// @throws RecurrenceException when that is not enough, or `sink` says so
    void expand(ZoneId zone, LocalDateTime from, int most, Sink sink) throws RecurrenceException {
        var starts = new Starts(seed);
        if (count == 0) {
            starts.skipTo(from);
        }
        int counted = 1;
        for (int step = 0; ; step++) {
            LocalDateTime next = starts.next();
            if (next == null || (until != null && !until.admits(next, zone))) {
                return;
            }
            if (step == most) {
                throw new RecurrenceException("It repeats more often than " + most + " times.");
            }
            if (!next.isAfter(start)) {
                continue;
            }
            counted++;
            if ((count > 0 && counted > count) || (!next.isBefore(from) && !sink.take(next))) {
                return;
            }
        }
    }

    /// The library's iterator. It gives up on rules that have nothing more to say by throwing.
    private final class Starts {
        private @Nullable RecurrenceRuleIterator iterator;

        Starts(LocalDateTime first) {
            try {
                iterator = rule.iterator(dateTime(first));
            } catch (IllegalArgumentException | IllegalStateException nothing) {
                iterator = null;
            }
        }

        void skipTo(LocalDateTime from) {
            if (iterator == null) {
                return;
            }
            try {
                iterator.fastForward(dateTime(from));
            } catch (IllegalArgumentException | IllegalStateException nothing) {
                iterator = null;
            }
        }

        @Nullable
        LocalDateTime next() {
            if (iterator == null || !iterator.hasNext()) {
                return null;
            }
            DateTime next = iterator.peekDateTime();
            try {
                iterator.nextDateTime();
            } catch (IllegalArgumentException | IllegalStateException nothing) {
                iterator = null;
            }
            return next.getYear() > 9999 ? null : local(next);
        }

        private static DateTime dateTime(LocalDateTime it) {
            return new DateTime(
                    it.getYear(),
                    it.getMonthValue() - 1,
                    it.getDayOfMonth(),
                    it.getHour(),
                    it.getMinute(),
                    it.getSecond());
        }

        private static LocalDateTime local(DateTime it) {
            return LocalDateTime.of(
                    it.getYear(),
                    it.getMonth() + 1,
                    it.getDayOfMonth(),
                    it.getHours(),
                    it.getMinutes(),
                    Math.min(it.getSeconds(), 59));
        }
    }
}
