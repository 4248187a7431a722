package ajar.calendar.recurrence;

import biweekly.ICalVersion;
import biweekly.io.ParseContext;
import biweekly.io.scribe.property.RecurrenceRuleScribe;
import biweekly.parameter.ICalParameters;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// biweekly, whose expansion descends from Google's and has nothing in common with the one Ajar uses.
final class SecondLibrary {
    private static final Pattern UNTIL = Pattern.compile("UNTIL=(\\d+)");
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    private SecondLibrary() {}

    static List<Instant> expand(Series series, Instant from, Instant to) {
        var context = new ParseContext();
        context.setVersion(ICalVersion.V2_0);
        var rule = new RecurrenceRuleScribe().parseText(rule(series), null, new ICalParameters(), context);
        var dates = rule.getDateIterator(
                Date.from(series.first().instant(ZoneOffset.UTC)), TimeZone.getTimeZone(series.zone()));
        var found = new TreeSet<Instant>();
        while (dates.hasNext()) {
            Instant next = dates.next().toInstant();
            if (!next.isBefore(to)) {
                break;
            }
            if (!next.isBefore(from)) {
                found.add(next);
            }
        }
        return new ArrayList<>(found);
    }

    /// A date as the end of a series with times is read as its midnight there; its last second says
    /// what we mean.
    private static String rule(Series series) {
        return UNTIL.matcher(series.rule())
                .replaceAll(found -> "UNTIL="
                        + LocalDate.parse(found.group(1), DateTimeFormatter.BASIC_ISO_DATE)
                                .atTime(23, 59, 59)
                                .atZone(series.zone())
                                .withZoneSameInstant(ZoneOffset.UTC)
                                .format(UTC));
    }
}
