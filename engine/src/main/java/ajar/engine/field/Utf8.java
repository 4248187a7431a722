package ajar.engine.field;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.SerializableString;

/// Finished JSON text in UTF-8, as the database sends it, which goes to the wire without becoming a
/// string in between.
///
/// @param bytes the text; it is not copied
record Utf8(byte[] bytes) implements SerializableString {
    @Override
    public String getValue() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int charLength() {
        return getValue().length();
    }

    @Override
    public byte[] asUnquotedUTF8() {
        return bytes;
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        if (bytes.length > buffer.length - offset) {
            return -1;
        }
        System.arraycopy(bytes, 0, buffer, offset, bytes.length);
        return bytes.length;
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
        out.write(bytes);
        return bytes.length;
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) {
        if (bytes.length > buffer.remaining()) {
            return -1;
        }
        buffer.put(bytes);
        return bytes.length;
    }

    @Override
    public char[] asQuotedChars() {
        throw raw();
    }

    @Override
    public byte[] asQuotedUTF8() {
        throw raw();
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        throw raw();
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        throw raw();
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        throw raw();
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) {
        throw raw();
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) {
        throw raw();
    }

    private static UnsupportedOperationException raw() {
        return new UnsupportedOperationException("finished JSON is written raw, in UTF-8");
    }
}
