package ajar.email;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stretch of an email's text that is either its own words or quoted from the mail it answers.
///
/// The elements of `body_text_quoted` (Close docs: Emails). All stretches of a text, joined, are that
/// text again.
///
/// @param expand true for the words of this email, which a reader should see; false for what is quoted
/// @param text the stretch, with its line ends
public record QuotedText(boolean expand, String text) {
    private static final Pattern SEPARATOR = Pattern.compile(
            "\\s{0,20}(?:-{2,20}\\s?(?:Original Message|Original Appointment|Urspr\u00FCngliche Nachricht"
                    + "|Message d'origine|Mensaje original|Messaggio originale)\\s?-{2,20}|_{20,200})\\s{0,20}",
            Pattern.CASE_INSENSITIVE);

    /// The parts of a text in order; a text that quotes nothing is one part, and null or `""` has none.
    ///
    /// Quoted are lines that begin with `>`, the `On … wrote:` above them, and everything below an
    /// `-----Original Message-----` or an attribution that no `>` follows.
    public static List<QuotedText> split(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        List<String> lines = lines(text);
        List<QuotedText> parts = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int quote = firstQuoted(lines, at);
            add(parts, true, lines.subList(at, quote));
            at = endOfQuote(lines, quote);
            add(parts, false, lines.subList(quote, at));
        }
        return parts;
    }

    private static void add(List<QuotedText> parts, boolean expand, List<String> lines) {
        if (!lines.isEmpty()) {
            parts.add(new QuotedText(expand, String.join("", lines)));
        }
    }

    private static int firstQuoted(List<String> lines, int from) {
        int at = from;
        while (at < lines.size()
                && !isQuoted(lines.get(at))
                && !isSeparator(lines.get(at))
                && attribution(lines, at) == 0) {
            at++;
        }
        return at;
    }

    private static int endOfQuote(List<String> lines, int from) {
        if (from == lines.size() || isSeparator(lines.get(from))) {
            return lines.size();
        }
        int quotes = skipBlank(lines, from + attribution(lines, from));
        return quotes < lines.size() && isQuoted(lines.get(quotes)) ? endOfLines(lines, quotes) : lines.size();
    }

    /// The end of a run of `>` lines, with the blank lines between them, or after them when nothing
    /// else follows.
    private static int endOfLines(List<String> lines, int from) {
        int end = from;
        int next = from;
        while (next < lines.size() && isQuoted(lines.get(next))) {
            end = next + 1;
            next = skipBlank(lines, end);
        }
        return next == lines.size() ? next : end;
    }

    private static int skipBlank(List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).isBlank()) {
            at++;
        }
        return at;
    }

    private static boolean isQuoted(String line) {
        return line.startsWith(">") || line.startsWith(" >");
    }

    private static boolean isSeparator(String line) {
        return line.length() < 300 && SEPARATOR.matcher(line).matches();
    }

    /// How many lines an attribution takes from here; mail programs fold it into up to three. 0 if
    /// there is none.
    private static int attribution(List<String> lines, int from) {
        if (!Attribution.begins(lines.get(from))) {
            return 0;
        }
        StringBuilder text = new StringBuilder();
        for (int taken = 1; taken <= 3 && from + taken <= lines.size(); taken++) {
            text.append(lines.get(from + taken - 1).strip()).append(' ');
            if (Attribution.matches(text)) {
                return taken;
            }
        }
        return 0;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end + 1));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }
}
