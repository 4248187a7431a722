package ajar.email;

import org.jspecify.annotations.Nullable;

/// The beginning of an email's text, as lists of threads show it in `body_preview` (Close docs: Email
/// Threads).
public final class Preview {
    /// About this many characters are shown.
    public static final int LENGTH = 200;

    private Preview() {}

    /// The first 200 code points or fewer, in one line, cut between words; null only for null.
    ///
    /// A word that fills more than half of the preview is cut itself.
    public static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String line = firstLine(text);
        if (line.codePointCount(0, line.length()) <= LENGTH) {
            return line;
        }
        int end = line.offsetByCodePoints(0, LENGTH);
        int space = line.lastIndexOf(' ', end);
        return line.substring(0, space > end / 2 ? space : end);
    }

    /// White space folded, one code point more than will be shown.
    private static String firstLine(String text) {
        StringBuilder line = new StringBuilder();
        boolean space = false;
        for (int i = 0, count = 0; i < text.length() && count <= LENGTH; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
                space = !line.isEmpty();
                continue;
            }
            count += space ? 2 : 1;
            line.append(space ? " " : "").appendCodePoint(c);
            space = false;
        }
        return line.toString();
    }
}
