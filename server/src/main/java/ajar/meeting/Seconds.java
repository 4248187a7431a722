package ajar.meeting;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times of a transcript: seconds from the beginning, to the millisecond.
final class Seconds {
    private static final Pattern TIMESTAMP =
            Pattern.compile("(?:(\\d{1,6}):)?([0-5]?\\d):([0-5]?\\d)(?:[.,](\\d{1,3}))?");

    private Seconds() {}

    static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    /// The share of a whole in percent, to one decimal; nothing of nothing is 0.
    static double percentage(double part, double whole) {
        return whole <= 0 ? 0 : Math.round(part * 1000 / whole) / 10.0;
    }

    /// `mm:ss.mmm` or `hh:mm:ss.mmm`, with a point or a comma.
    ///
    /// @param where names the line in the message
    static double parse(String where, String timestamp) {
        Matcher matcher = TIMESTAMP.matcher(timestamp);
        if (!matcher.matches()) {
            throw new TranscriptException(
                    where + ": \"" + shortened(timestamp) + "\" is not a time such as 00:01:02.500");
        }
        long hours = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
        long minutes = hours * 60 + Long.parseLong(matcher.group(2));
        double fraction = matcher.group(4) == null ? 0 : Double.parseDouble("0." + matcher.group(4));
        return rounded(minutes * 60 + Long.parseLong(matcher.group(3)) + fraction);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "\u2026";
    }
}
