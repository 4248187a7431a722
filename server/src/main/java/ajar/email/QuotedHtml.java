package ajar.email;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A stretch of an email's HTML that is either its own words or quoted from the mail it answers.
///
/// The elements of `body_html_quoted` (Close docs: Emails). All stretches of a body, joined, are that
/// body again, so one alone need not be balanced markup.
///
/// @param expand true for the words of this email, which a reader should see; false for what is quoted
/// @param html the stretch, as sent
public record QuotedHtml(boolean expand, String html) {
    private static final Pattern QUOTE = Pattern.compile(
            "<blockquote\\b[^<>]{0,4000}>"
                    + "|<div\\s[^<>]{0,400}\\b(?:gmail_quote|yahoo_quoted|divRplyFwdMsg|appendonsend|moz-cite-prefix)"
                    + "[^<>]{0,4000}>"
                    + "|-{3,20}\\s?Original Message\\s?-{3,20}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern REST_IS_QUOTED =
            Pattern.compile("\\b(?:divRplyFwdMsg|appendonsend|moz-cite-prefix)\\b|^-", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLOCK =
            Pattern.compile("<(?:div|p|br|span)\\b[^<>]{0,1000}>", Pattern.CASE_INSENSITIVE);
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final int ATTRIBUTION_REACH = 2_000;

    /// The parts of a body in order; a body that quotes nothing is one part, and null or `""` has none.
    ///
    /// Quoted are `<blockquote>`, the quote containers of the usual mail programs, the `On … wrote:`
    /// right above them, and everything below an `-----Original Message-----`.
    public static List<QuotedHtml> split(@Nullable String html) {
        if (html == null || html.isEmpty()) {
            return List.of();
        }
        List<Stretch> stretches = new ArrayList<>();
        Matcher quote = QUOTE.matcher(html);
        int at = 0;
        while (quote.find(at)) {
            int start = withAttribution(html, at, quote.start());
            int end = endOfQuote(html, quote);
            add(stretches, html, new Stretch(true, at, start));
            add(stretches, html, new Stretch(false, start, end));
            at = end;
        }
        add(stretches, html, new Stretch(true, at, html.length()));
        return stretches.stream()
                .map(stretch -> new QuotedHtml(stretch.expand, html.substring(stretch.start, stretch.end)))
                .toList();
    }

    private record Stretch(boolean expand, int start, int end) {}

    /// Markup without words is no part of its own: it goes with the stretch before it.
    private static void add(List<Stretch> stretches, String html, Stretch next) {
        if (next.start == next.end) {
            return;
        }
        boolean joins = !stretches.isEmpty()
                && (stretches.getLast().expand == next.expand || isBlank(html.substring(next.start, next.end)));
        if (joins) {
            Stretch last = stretches.removeLast();
            stretches.add(new Stretch(last.expand, last.start, next.end));
        } else {
            stretches.add(next);
        }
    }

    private static boolean isBlank(String html) {
        return words(html).isBlank();
    }

    private static String words(String html) {
        return TAG.matcher(html).replaceAll(" ").replace("&nbsp;", " ").replace('\u00A0', ' ');
    }

    private static int endOfQuote(String html, Matcher quote) {
        if (REST_IS_QUOTED.matcher(quote.group()).find()) {
            return html.length();
        }
        String name = quote.group().regionMatches(true, 1, "blockquote", 0, 10) ? "blockquote" : "div";
        Matcher tag = Pattern.compile("<(/?)" + name + "\\b[^<>]{0,4000}>", Pattern.CASE_INSENSITIVE)
                .matcher(html);
        int open = 1;
        for (int from = quote.end(); tag.find(from); from = tag.end()) {
            open += tag.group(1).isEmpty() ? 1 : -1;
            if (open == 0) {
                return tag.end();
            }
        }
        return html.length();
    }

    /// Where the quote really begins: at the block holding nothing but its attribution, if there is
    /// one.
    private static int withAttribution(String html, int from, int quote) {
        Matcher block = BLOCK.matcher(html).region(Math.max(from, quote - ATTRIBUTION_REACH), quote);
        while (block.find()) {
            if (Attribution.matches(words(html.substring(block.start(), quote)).strip())) {
                return block.start();
            }
        }
        return quote;
    }
}
