package ajar.webhook.delivery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How much may be under way at a time, so that a receiver that is slow or dead costs the others
/// nothing: a few deliveries for each subscription, one for those whose last attempt failed, and, once
/// much is under way in all, one for each. Used by one thread.
final class Slots {
    /// How many deliveries of one subscription may be under way.
    static final int EACH = 16;

    private static final int PLENTY = 500;
    private static final int MOST = 900;

    private final Map<SubscriptionKey, Integer> taken = new HashMap<>();
    private final Set<SubscriptionKey> failing = new HashSet<>();
    private int total;

    /// How many more deliveries of a subscription may be sent now.
    int free(SubscriptionKey key) {
        int limit = total >= PLENTY || failing.contains(key) ? 1 : EACH;
        int free = limit - taken.getOrDefault(key, 0);
        return Math.clamp(free, 0, Math.max(0, MOST - total));
    }

    void take(SubscriptionKey key) {
        taken.merge(key, 1, Integer::sum);
        total++;
    }

    /// Gives a slot back and remembers whether the receiver is well.
    void giveBack(SubscriptionKey key, boolean isSuccess) {
        taken.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null);
        total--;
        if (isSuccess) {
            failing.remove(key);
        } else {
            failing.add(key);
        }
    }

    /// How many deliveries are under way.
    int total() {
        return total;
    }
}
