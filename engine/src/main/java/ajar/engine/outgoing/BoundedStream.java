package ajar.engine.outgoing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Refuses to hand out more than a number of bytes, so that neither an endless answer nor one that
/// grows when it is unpacked costs more than was planned.
final class BoundedStream extends FilterInputStream {
    private final long maximum;
    private long left;
    private boolean ended;

    BoundedStream(InputStream in, long maximum) {
        super(in);
        this.maximum = maximum;
        this.left = maximum;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        ended |= read < 0;
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        ended |= read < 0;
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    /// Whether it was read to the end.
    boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long read) throws OutgoingException {
        left -= read;
        if (left < 0) {
            throw new OutgoingException(
                    OutgoingException.Reason.TOO_LARGE, "The answer has more than " + maximum + " bytes.");
        }
    }
}
