package ajar.webhook.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the [Dispatcher], and tells it where to look. What is told here may be lost when the server
/// ends; the queue in the database is the truth. Safe for use by many threads.
public final class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private Set<SubscriptionKey> subscriptions = new LinkedHashSet<>();
    private boolean everything;
    private boolean woken;

    /// What there is to look at.
    ///
    /// @param subscriptions these have something due
    /// @param everything whether others may have, too
    record News(Set<SubscriptionKey> subscriptions, boolean everything) {}

    /// Something is due for these.
    void add(Collection<SubscriptionKey> keys) {
        tell(keys, false);
    }

    /// Something may be due for anybody: time has passed, or the clock was moved.
    public void lookAtEverything() {
        tell(Set.of(), true);
    }

    /// Something happened that is not about what is due.
    void wake() {
        tell(Set.of(), false);
    }

    private void tell(Collection<SubscriptionKey> keys, boolean all) {
        lock.lock();
        try {
            subscriptions.addAll(keys);
            everything |= all;
            woken = true;
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is news, or for a while, and takes it.
    News await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!woken && left > 0) {
                left = something.awaitNanos(left);
            }
            return take();
        } finally {
            lock.unlock();
        }
    }

    private News take() {
        var news = new News(subscriptions, everything);
        subscriptions = new LinkedHashSet<>();
        everything = false;
        woken = false;
        return news;
    }
}
