package ajar.message;

import ajar.text.RichText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the marks inside one line of a WhatsApp message, in one pass.
///
/// A mark opens before a word and closes after one; the marks that stay open are only characters.
final class WhatsAppInline {
    private final String line;
    private final List<String> pieces = new ArrayList<>();
    private final Deque<Opened> opened = new ArrayDeque<>();
    private final int lastTick;
    private int plainFrom;

    /// A mark that may open something, and where its piece stands.
    private record Opened(char mark, int piece, int at) {}

    private WhatsAppInline(String line) {
        this.line = line;
        lastTick = line.lastIndexOf('`');
    }

    static String toHtml(String line) {
        return new WhatsAppInline(line).read();
    }

    private String read() {
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '`' && at < lastTick) {
                at = code(at);
            } else {
                if (tag(c) != null) {
                    mark(c, at);
                }
                at++;
            }
        }
        plainUntil(line.length());
        return String.join("", pieces);
    }

    private int code(int at) {
        int end = line.indexOf('`', at + 1);
        if (end > at + 1) {
            plainUntil(at);
            pieces.add("<code>" + RichText.escape(line.substring(at + 1, end)) + "</code>");
            plainFrom = end + 1;
        }
        return end + 1;
    }

    private void mark(char mark, int at) {
        Opened open = canClose(at) ? opening(mark) : null;
        if (open != null && open.at + 1 < at) {
            close(open, at);
        } else if (canOpen(at) && opening(mark) == null) {
            plainUntil(at);
            opened.push(new Opened(mark, pieces.size(), at));
            pieces.add(String.valueOf(mark));
            plainFrom = at + 1;
        }
    }

    /// Whatever was opened inside and not closed before stays a character, so that tags never overlap.
    private void close(Opened open, int at) {
        plainUntil(at);
        while (!opened.pop().equals(open)) {}
        pieces.set(open.piece, "<" + tag(open.mark) + ">");
        pieces.add("</" + tag(open.mark) + ">");
        plainFrom = at + 1;
    }

    private @Nullable Opened opening(char mark) {
        for (Opened open : opened) {
            if (open.mark == mark) {
                return open;
            }
        }
        return null;
    }

    private void plainUntil(int end) {
        if (end > plainFrom) {
            pieces.add(RichText.escape(line.substring(plainFrom, end)));
        }
        plainFrom = Math.max(plainFrom, end);
    }

    private boolean canOpen(int at) {
        boolean afterWord = at > 0 && Character.isLetterOrDigit(line.codePointBefore(at));
        return !afterWord && at + 1 < line.length() && !Character.isWhitespace(line.charAt(at + 1));
    }

    private boolean canClose(int at) {
        boolean beforeWord = at + 1 < line.length() && Character.isLetterOrDigit(line.codePointAt(at + 1));
        return !beforeWord && at > 0 && !Character.isWhitespace(line.charAt(at - 1));
    }

    private static @Nullable String tag(char mark) {
        return switch (mark) {
            case '*' -> "strong";
            case '_' -> "em";
            case '~' -> "s";
            default -> null;
        };
    }
}
