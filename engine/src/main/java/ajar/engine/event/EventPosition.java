package ajar.engine.event;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in the event log for those who follow it: by the transaction that wrote an event last, then by
/// number. Nothing is ever added before a place that was reached once (see ADR 0012).
///
/// @param xid the transaction's id
/// @param seq the event's number
public record EventPosition(long xid, long seq) implements Comparable<EventPosition> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /// Before every event of a transaction.
    static EventPosition before(long xid) {
        return new EventPosition(xid - 1, Long.MAX_VALUE);
    }

    /// Reads what [#toString] wrote; null when it is something else.
    public static @Nullable EventPosition parse(String text) {
        var parts = TEXT.matcher(text);
        return parts.matches()
                ? new EventPosition(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)))
                : null;
    }

    @Override
    public int compareTo(EventPosition other) {
        int byTransaction = Long.compare(xid, other.xid);
        return byTransaction != 0 ? byTransaction : Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return xid + "-" + seq;
    }
}
