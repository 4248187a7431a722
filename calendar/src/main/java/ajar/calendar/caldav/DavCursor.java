package ajar.calendar.caldav;

import org.jspecify.annotations.Nullable;

/// Where the reading of a collection ended.
///
/// @param count how many readings ago everything was last compared
/// @param token for the next synchronization; empty when the server gives none
/// @param ctag changes with the collection; empty when the server gives none
record DavCursor(int count, String token, String ctag) {
    private static final String FORM = "caldav-1";
    private static final int MAX_TOKEN = 4000;

    DavCursor {
        token = usable(token);
        ctag = usable(ctag);
    }

    private static String usable(String text) {
        return text.length() > MAX_TOKEN || text.contains("\n") ? "" : text;
    }

    /// Reads what [#toString] wrote; null when it is something else.
    static @Nullable DavCursor parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split("\n", -1);
        return parts.length == 4 && parts[0].equals(FORM) && parts[1].matches("\\d{1,6}")
                ? new DavCursor(Integer.parseInt(parts[1]), parts[2], parts[3])
                : null;
    }

    @Override
    public String toString() {
        return String.join("\n", FORM, String.valueOf(count), token, ctag);
    }
}
