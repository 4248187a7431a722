package ajar.calendar.ical;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Content lines, unfolded (RFC 5545, 3.1). It works on bytes, because programs fold in the middle of
/// characters. Any of CR, LF and CRLF ends a line; lines longer than [#MAX_LINE] lose their end.
final class Lines {
    /// Bytes of a line that are kept. Only attachments are longer, and nobody asks for those.
    static final int MAX_LINE = 256 << 10;

    private static final int MAX_BUFFER = 1 << 16;
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final byte[] QUOTED_PRINTABLE = "QUOTED-PRINTABLE".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] buffer;
    private int position;
    private int limit;

    /// Where the buffer begins in the stream.
    private long base;

    private byte[] line = new byte[1024];
    private int length;
    private long start;

    /// @param offset the position of the stream's first byte, from which positions are counted
    /// @param expected how many bytes will be read; it may be more
    Lines(InputStream in, long offset, long expected) {
        this.in = in;
        this.buffer = new byte[Math.clamp(expected, 64, MAX_BUFFER)];
        this.base = offset;
    }

    /// Goes to the next line that is not empty; false when there is none.
    boolean next() throws IOException {
        do {
            if (peek() < 0) {
                return false;
            }
            length = 0;
            start = base + position;
            physicalLine();
            while (isContinued()) {
                physicalLine();
            }
        } while (length == 0);
        return true;
    }

    /// Whether the next physical line belongs to this one. An empty line may stand in between.
    private boolean isContinued() throws IOException {
        int next = peek();
        if (next == ' ' || next == '\t') {
            position++;
            return true;
        }
        if (length > 0 && line[length - 1] == '=' && next >= 0 && isQuotedPrintable()) {
            length--;
            return true;
        }
        return false;
    }

    private boolean isQuotedPrintable() {
        int colon = indexOf((byte) ':');
        return colon > 0
                && new String(line, 0, colon, StandardCharsets.ISO_8859_1)
                        .toUpperCase(Locale.ROOT)
                        .contains(new String(QUOTED_PRINTABLE, StandardCharsets.US_ASCII));
    }

    private int indexOf(byte wanted) {
        for (int i = 0; i < length; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private int peek() throws IOException {
        if (position == limit) {
            base += limit;
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[position] & 0xFF;
    }

    private void physicalLine() throws IOException {
        while (peek() >= 0) {
            int from = position;
            while (position < limit && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            keep(from, position);
            if (position < limit) {
                boolean carriageReturn = buffer[position++] == '\r';
                if (carriageReturn && peek() == '\n') {
                    position++;
                }
                return;
            }
        }
    }

    private void keep(int from, int to) {
        int count = Math.min(to - from, MAX_LINE - length);
        if (count <= 0) {
            return;
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
        }
        System.arraycopy(buffer, from, line, length, count);
        length += count;
    }

    /// Where the line begins.
    long start() {
        return start;
    }

    /// Where the next line begins.
    long end() {
        return base + position;
    }

    /// The bytes of the line, of which [#length] count.
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /// Whether the line is of a property, whatever its parameters.
    boolean is(String property) {
        int size = property.length();
        return startsWith(property) && size < length && (line[size] == ':' || line[size] == ';');
    }

    /// Whether the line begins or ends a component, such as `BEGIN:VEVENT`.
    boolean isExactly(String text) {
        return startsWith(text) && trimmedLength() == text.length();
    }

    private int trimmedLength() {
        int end = length;
        while (end > 0 && line[end - 1] <= ' ' && line[end - 1] >= 0) {
            end--;
        }
        return end;
    }

    private boolean startsWith(String text) {
        if (text.length() > length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            int letter = line[i] >= 'a' && line[i] <= 'z' ? line[i] - 32 : line[i];
            if (letter != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The line as text: UTF-8, or Windows-1252 where it is none.
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException otherwise) {
            return length == MAX_LINE ? cutText() : new String(line, 0, length, WINDOWS);
        }
    }

    /// A line that was cut may end within a character.
    private String cutText() {
        var whole = new ByteArrayOutputStream(length);
        int end = length;
        while (end > 0 && end > length - 4 && (line[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        whole.write(line, 0, Math.max(0, end - 1));
        return whole.toString(StandardCharsets.UTF_8);
    }
}
