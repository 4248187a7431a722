package ajar.engine.id;

import ajar.engine.time.Clock;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Makes object ids in the form of the wire: a prefix, an underscore, and 43 or 22 base-62 digits
/// (Close API conventions, section 3).
///
/// The first six bytes are the moment in milliseconds and the next two count within it, so that ids
/// made one after the other sort in that order and lie next to each other in every index; the rest is
/// random. To clients an id is opaque. Safe for use by many threads if the source of randomness is.
public final class Ids {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX_10 = BigInteger.valueOf(839_299_365_868_340_224L); // 62^10, fits a long

    private final AtomicLong last = new AtomicLong();
    private final Clock clock;
    private final RandomGenerator random;

    /// How long the body of an id is: 32 bytes for the older kinds of things, 16 for the newer.
    public enum Size {
        LONG(32, 43),
        SHORT(16, 22);

        private final int bytes;
        private final int digits;

        Size(int bytes, int digits) {
            this.bytes = bytes;
            this.digits = digits;
        }
    }

    public Ids(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A new id such as `lead_…`.
    public String next(String prefix, Size size) {
        byte[] bytes = new byte[size.bytes];
        random.nextBytes(bytes);
        long head = head(clock.now().toEpochMilli());
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (head >>> (56 - 8 * i));
        }
        return prefix + '_' + base62(bytes, size.digits);
    }

    /// Six bytes of time and two that count within a millisecond, never the same twice.
    private long head(long millis) {
        return last.updateAndGet(before -> Math.max(before + 1, millis << 16));
    }

    /// A secret of `digits` random base-62 digits, with no time in it.
    public String secret(int digits) {
        var out = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            out.append(DIGITS.charAt(random.nextInt(62)));
        }
        return out.toString();
    }

    static String base62(byte[] bytes, int digits) {
        char[] out = new char[digits];
        var rest = new BigInteger(1, bytes);
        int at = digits;
        while (at > 0) {
            var parts = rest.divideAndRemainder(RADIX_10);
            rest = parts[0];
            long chunk = parts[1].longValue();
            for (int i = 0; i < 10 && at > 0; i++) {
                out[--at] = DIGITS.charAt((int) (chunk % 62));
                chunk /= 62;
            }
        }
        return new String(out);
    }
}
