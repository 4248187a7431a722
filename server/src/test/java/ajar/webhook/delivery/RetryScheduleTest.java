package ajar.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant QUEUED = Instant.parse("2031-01-31T09:00:00Z");

    @Test
    void thePausesDoubleUntilTheyAreTwentyMinutes() {
        List<Long> seconds = new ArrayList<>();
        for (int failed = 1; failed <= 9; failed++) {
            seconds.add(RetrySchedule.pause(failed).toSeconds());
        }

        assertThat(seconds).containsExactly(60L, 120L, 240L, 480L, 960L, 1200L, 1200L, 1200L, 1200L);
    }

    @Property(tries = 200)
    void jitterIsATenthAtMost(@ForAll @LongRange(min = 1, max = 100_000) long failed, @ForAll long seed) {
        var next = new RetrySchedule(new Random(seed)).next(failed, QUEUED, QUEUED);

        assertThat(next).isNotNull();
        long pause = RetrySchedule.pause(failed).toMillis();
        assertThat(Duration.between(QUEUED, next).toMillis()).isBetween(pause * 9 / 10, pause * 11 / 10);
    }

    @Test
    void whatFailsForThreeDaysIsGivenUpAndNotSooner() {
        var schedule = new RetrySchedule(new Random(1));
        int failed = 0;
        Instant last = QUEUED;
        for (Instant at = QUEUED; at != null; at = schedule.next(failed, QUEUED, at)) {
            last = at;
            failed++;
        }

        assertThat(Duration.between(QUEUED, last)).isBetween(Duration.ofHours(71), Duration.ofHours(72));
        assertThat(failed).isBetween(190, 240);
    }

    @Test
    void whatHadToWaitForItsTurnIsTriedOnceAllTheSame() {
        assertThat(new RetrySchedule(new Random(1)).next(1, QUEUED, QUEUED.plus(Duration.ofDays(4))))
                .isNull();
    }
}
