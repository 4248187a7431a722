package ajar.engine.time;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The clock of a server under test, and those of organizations that have been given one of their own,
/// so that tests that run side by side do not move each other's time. Safe for use by many threads.
public final class OrganizationClocks implements Clock {
    private final Clock source;
    private final AdjustableClock server;
    private final Map<String, AdjustableClock> own = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// @param source what all of them follow until they are set
    public OrganizationClocks(Clock source) {
        this.source = source;
        this.server = new AdjustableClock(source);
    }

    @Override
    public Instant now() {
        return server.now();
    }

    @Override
    public AdjustableClock of(String organizationId) {
        return own.getOrDefault(organizationId, server);
    }

    @Override
    public Map<String, Instant> apart() {
        if (own.isEmpty()) {
            return Map.of();
        }
        Map<String, Instant> moments = new TreeMap<>();
        own.forEach((organization, clock) -> moments.put(organization, clock.now()));
        return moments;
    }

    /// The server's own, which everything follows that belongs to no organization, and every organization
    /// that has none of its own.
    public AdjustableClock server() {
        return server;
    }

    /// The organization's own clock. One that is new shows what the server's shows.
    public AdjustableClock separate(String organizationId) {
        return own.computeIfAbsent(organizationId, _ -> {
            var clock = new AdjustableClock(source);
            clock.set(server.now());
            if (server.isFrozen()) {
                clock.freeze();
            }
            listeners.forEach(clock::onChange);
            return clock;
        });
    }

    /// Has the organization follow the server's clock again.
    public void rejoin(String organizationId) {
        own.remove(organizationId);
        listeners.forEach(Runnable::run);
    }

    /// Calls `listener` after each change of any of the clocks.
    public void onChange(Runnable listener) {
        listeners.add(listener);
        server.onChange(listener);
    }

    /// Whether the organization has a clock of its own.
    public boolean isSeparate(String organizationId) {
        return own.containsKey(organizationId);
    }
}
