package ajar.conformance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for something that happens on its own time, such as a message that is sent or a meeting that
/// starts.
final class Eventually {
    private static final Duration BETWEEN = Duration.ofMillis(25);

    private Eventually() {}

    static void eventually(Runnable assertions) {
        within(Duration.ofSeconds(15), assertions);
    }

    /// Runs the assertions until they hold; after the deadline their last failure is the result.
    static void within(Duration limit, Runnable assertions) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                assertions.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            new CountDownLatch(1).await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
