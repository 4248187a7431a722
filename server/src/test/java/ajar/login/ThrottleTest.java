package ajar.login;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static TestServer server;

    private Instant now = Instant.parse("2031-01-31T09:00:00Z");
    private final Throttle throttle = new Throttle(server.server().engine().database(), () -> now);

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Optional<Duration> count(String email) {
        return throttle.count(email, "198.51.100." + email.length());
    }

    @Test
    void anAccountHasToWaitLongerEachTime() {
        for (int i = 0; i < 5; i++) {
            assertThat(count("a@example.com")).as("attempt %d", i).isEmpty();
        }
        for (var wait : new int[] {30, 60, 120, 240, 480, 900, 900}) {
            assertThat(count("A@Example.com ")).contains(Duration.ofSeconds(wait));
            now = now.plusSeconds(wait - 1);
            assertThat(count("a@example.com")).contains(Duration.ofSeconds(1));
            now = now.plusSeconds(1);
            assertThat(count("a@example.com")).isEmpty();
        }
    }

    @Test
    void somebodyElseDoesNotWait() {
        IntStream.range(0, 6).forEach(_ -> throttle.count("victim@example.com", "198.51.100.200"));

        assertThat(throttle.count("other@example.com", "198.51.100.200")).isEmpty();
    }

    @Test
    void whoSignsInStartsAnew() {
        for (int i = 0; i < 20; i++) {
            assertThat(count("clumsy@example.com")).isEmpty();
            throttle.wentWell("clumsy@example.com", "198.51.100.18");
        }
    }

    @Test
    void anAddressThatTriesManyAccountsHasToWait() {
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.count("user" + i + "@example.com", "203.0.113.1"))
                    .isEmpty();
        }
        assertThat(throttle.count("user20@example.com", "203.0.113.1")).contains(Duration.ofSeconds(30));
        assertThat(throttle.count("user20@example.com", "203.0.113.2")).isEmpty();
    }

    @Test
    void signingInInBetweenDoesNotBuyMoreGuesses() {
        int guesses = 0;
        for (int i = 0; i < 200; i++) {
            if (throttle.count("own@example.com", "203.0.113.9").isEmpty()) {
                throttle.wentWell("own@example.com", "203.0.113.9");
            }
            if (throttle.count("guess" + i + "@example.com", "203.0.113.9").isEmpty()) {
                guesses++;
            }
        }
        assertThat(guesses).isLessThanOrEqualTo(20);
    }

    @Test
    void whatHappenedLongAgoIsForgotten() {
        IntStream.range(0, 6).forEach(_ -> count("longago@example.com"));
        now = now.plus(Duration.ofDays(2));

        for (int i = 0; i < 5; i++) {
            assertThat(count("longago@example.com")).isEmpty();
        }
    }

    @Test
    void manyAttemptsAtOnceAreCountedOneByOne() {
        long made = IntStream.range(0, 40)
                .parallel()
                .filter(i -> throttle.count("raced@example.com", "203.0.113." + (100 + i))
                        .isEmpty())
                .count();

        assertThat(made).isEqualTo(5);
    }
}
