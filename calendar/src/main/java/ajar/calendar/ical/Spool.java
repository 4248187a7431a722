package ajar.calendar.ical;

import ajar.calendar.ical.ICalendarException.Reason;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The bytes of a calendar, to be read more than once: a few in memory, many in a temporary file.
/// What the text needs may stand after its use: a time zone, a later version, the master of a series.
final class Spool implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;

    private final byte[] memory;
    private final @Nullable Path path;
    private final @Nullable RandomAccessFile file;

    private Spool(byte[] memory, @Nullable Path path) throws IOException {
        this.memory = memory;
        this.path = path;
        this.file = path == null ? null : new RandomAccessFile(path.toFile(), "r");
    }

    /// @param maximum the most bytes to take in
    static Spool of(InputStream in, long maximum) throws IOException, ICalendarException {
        InputStream text = utf8(in);
        byte[] start = text.readNBytes(IN_MEMORY);
        if (start.length > maximum) {
            throw tooLarge(maximum);
        }
        if (start.length < IN_MEMORY) {
            return new Spool(start, null);
        }
        Path path = Files.createTempFile("ajar-calendar", ".ics");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
                out.write(start);
                copy(text, out, maximum - start.length, maximum);
            }
            return new Spool(new byte[0], path);
        } catch (IOException | ICalendarException | RuntimeException failed) {
            Files.deleteIfExists(path);
            throw failed;
        }
    }

    private static void copy(InputStream in, OutputStream out, long most, long maximum)
            throws IOException, ICalendarException {
        byte[] buffer = new byte[1 << 16];
        long left = most;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw tooLarge(maximum);
            }
            out.write(buffer, 0, read);
        }
    }

    private static ICalendarException tooLarge(long maximum) {
        return new ICalendarException(Reason.TOO_LARGE, "The calendar has more than " + maximum + " bytes.");
    }

    /// The text without a byte order mark, and in UTF-8 where the mark says that it is in UTF-16.
    private static InputStream utf8(InputStream in) throws IOException {
        var marked = new PushbackInputStream(in, 3);
        byte[] mark = marked.readNBytes(3);
        if (mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF) {
            return marked;
        }
        Charset charset = null;
        if (mark.length >= 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF) {
            charset = StandardCharsets.UTF_16BE;
        } else if (mark.length >= 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE) {
            charset = StandardCharsets.UTF_16LE;
        }
        if (charset == null) {
            marked.unread(mark);
            return marked;
        }
        marked.unread(mark, 2, mark.length - 2);
        return new Transcoded(new InputStreamReader(marked, charset));
    }

    /// The whole of it.
    InputStream open() throws IOException {
        return open(0);
    }

    /// All from a position on. Only one stream may be in use at a time.
    InputStream open(long offset) throws IOException {
        if (file == null) {
            return new ByteArrayInputStream(memory, (int) offset, memory.length - (int) offset);
        }
        file.seek(offset);
        return Channels.newInputStream(file.getChannel());
    }

    @Override
    public void close() throws IOException {
        if (file != null && path != null) {
            file.close();
            Files.deleteIfExists(path);
        }
    }

    /// Characters as bytes of UTF-8.
    private static final class Transcoded extends InputStream {
        private final InputStreamReader reader;
        private InputStream buffer = InputStream.nullInputStream();

        Transcoded(InputStreamReader reader) {
            this.reader = reader;
        }

        @Override
        public int read() throws IOException {
            int read = buffer.read();
            return read >= 0 || !fill() ? read : buffer.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = buffer.read(bytes, offset, length);
            return read >= 0 || length == 0 || !fill() ? read : buffer.read(bytes, offset, length);
        }

        private boolean fill() throws IOException {
            char[] chars = new char[8192];
            int read = reader.read(chars, 0, chars.length - 1);
            if (read < 0) {
                return false;
            }
            if (Character.isHighSurrogate(chars[read - 1])) {
                int low = reader.read();
                if (low >= 0) {
                    chars[read++] = (char) low;
                }
            }
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(new String(chars, 0, read).getBytes(StandardCharsets.UTF_8));
            buffer = new ByteArrayInputStream(bytes.toByteArray());
            return true;
        }
    }
}
