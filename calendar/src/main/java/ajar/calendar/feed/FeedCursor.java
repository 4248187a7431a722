package ajar.calendar.feed;

import org.jspecify.annotations.Nullable;

/// What a feed was when it was read last. Its form has a number, so that a later Ajar that reads more
/// of an event reads all of them again.
///
/// @param fingerprint of the content; empty when it was never read
/// @param etag empty when the server gives none
/// @param lastModified empty when the server gives none
record FeedCursor(String fingerprint, String etag, String lastModified) {
    static final FeedCursor NONE = new FeedCursor("", "", "");

    private static final String FORM = "feed-1";
    private static final int MAX_HEADER = 1000;

    FeedCursor {
        etag = etag.length() > MAX_HEADER || etag.contains("\n") ? "" : etag;
        lastModified = lastModified.length() > MAX_HEADER || lastModified.contains("\n") ? "" : lastModified;
    }

    /// Reads what [#toString] wrote; anything else is no cursor.
    static FeedCursor parse(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        String[] parts = text.split("\n", -1);
        return parts.length == 4 && parts[0].equals(FORM) ? new FeedCursor(parts[1], parts[2], parts[3]) : NONE;
    }

    @Override
    public String toString() {
        return String.join("\n", FORM, fingerprint, etag, lastModified);
    }
}
