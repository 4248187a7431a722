package ajar.meeting;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the conference links of a calendar event, which people and calendars leave in several places.
public final class ConferenceLinks {
    /// A URL ends before white space, quotes and brackets of markup, and before a backslash, which
    /// browsers read as `/`.
    private static final Pattern URL =
            Pattern.compile("https?://([^\\s<>\"'`\\\\/?#]+)([^\\s<>\"'`\\\\]*)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ENTITY =
            Pattern.compile("&(?:quot|apos|lt|gt|nbsp|#0?39|#34|#160);", Pattern.CASE_INSENSITIVE);
    private static final String TRAILING = ".,;:!?*_~|]}";

    private ConferenceLinks() {}

    /// The links in the given texts, in order and without repetition; plain text and HTML are both
    /// read.
    ///
    /// @param places most trusted first: conference data, location, description; each may be null
    public static List<ConferenceLink> find(@Nullable String... places) {
        Set<ConferenceLink> links = new LinkedHashSet<>();
        for (String place : places) {
            if (place != null) {
                addAll(links, place);
            }
        }
        return new ArrayList<>(links);
    }

    private static void addAll(Set<ConferenceLink> links, String text) {
        Matcher url = URL.matcher(text);
        while (url.find()) {
            String trimmed = trim(url.group());
            ConferenceType type = ConferenceType.ofHost(host(trimmed));
            if (type != null) {
                links.add(new ConferenceLink(type, trimmed));
            }
        }
    }

    private static String trim(String found) {
        Matcher entity = ENTITY.matcher(found);
        String url = entity.find() ? found.substring(0, entity.start()) : found;
        int end = url.length();
        long open = url.chars().filter(c -> c == '(').count();
        long closed = url.chars().filter(c -> c == ')').count();
        while (end > 0
                && (TRAILING.indexOf(url.charAt(end - 1)) >= 0 || (url.charAt(end - 1) == ')' && closed > open))) {
            end--;
            closed -= url.charAt(end) == ')' ? 1 : 0;
        }
        return url.substring(0, end).replace("&amp;", "&");
    }

    /// The host of a URL, without port and final dot; a URL with a user in it has none, since such
    /// links only mislead.
    private static String host(String url) {
        String authority = url.substring(url.indexOf("//") + 2).split("[/?#]", 2)[0];
        String host = authority.indexOf('@') >= 0 ? "" : authority.replaceFirst(":\\d{1,5}$", "");
        return (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }
}
