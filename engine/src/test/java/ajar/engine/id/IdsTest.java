package ajar.engine.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T09:00:00Z"));
    private final Ids ids = new Ids(now::get, new Random(1));

    @ParameterizedTest
    @CsvSource({"lead, LONG, 43", "ev, SHORT, 22"})
    void anIdIsAPrefixAndDigitsOfAFixedLength(String prefix, Ids.Size size, int digits) {
        for (int i = 0; i < 1000; i++) {
            assertThat(ids.next(prefix, size)).matches(prefix + "_[0-9A-Za-z]{" + digits + "}");
        }
    }

    @Test
    void laterIdsAreGreater() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            made.add(ids.next("lead", Ids.Size.LONG));
            now.set(now.get().plusMillis(1));
        }
        assertThat(made).isSorted();
    }

    @Test
    void noTwoIdsOfOneMomentAreEqual() {
        var made = new HashSet<String>();
        for (int i = 0; i < 20_000; i++) {
            made.add(ids.next("ev", Ids.Size.SHORT));
        }
        assertThat(made).hasSize(20_000);
    }

    @Test
    void aSecretHasNoTimeInIt() {
        assertThat(ids.secret(43)).matches("[0-9A-Za-z]{43}").isNotEqualTo(ids.secret(43));
    }

    @Test
    void bodiesAreFilledUpWithZeros() {
        byte[] most = new byte[32];
        Arrays.fill(most, (byte) 0xFF);
        assertThat(Ids.base62(new byte[16], 22)).isEqualTo("0".repeat(22));
        assertThat(Ids.base62(new byte[] {61}, 3)).isEqualTo("00z");
        assertThat(Ids.base62(new byte[] {62}, 3)).isEqualTo("010");
        assertThat(value(Ids.base62(most, 43))).isEqualTo(new BigInteger(1, most));
    }

    @Property(tries = 300)
    void theDigitsAreTheNumber(@ForAll @Size(16) byte[] bytes) {
        assertThat(value(Ids.base62(bytes, 22))).isEqualTo(new BigInteger(1, bytes));
    }

    private static BigInteger value(String digits) {
        var value = BigInteger.ZERO;
        for (char digit : digits.toCharArray()) {
            int worth = digit <= '9' ? digit - '0' : digit <= 'Z' ? digit - 'A' + 10 : digit - 'a' + 36;
            value = value.multiply(BigInteger.valueOf(62)).add(BigInteger.valueOf(worth));
        }
        return value;
    }
}
