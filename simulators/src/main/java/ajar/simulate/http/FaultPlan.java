package ajar.simulate.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The faults that are still to come, in the order in which they were planned.
public final class FaultPlan {
    private final List<Fault> planned = new ArrayList<>();

    /// Adds a fault behind the others.
    public synchronized void add(Fault fault) {
        planned.add(fault);
    }

    /// Forgets all of them.
    public synchronized void clear() {
        planned.clear();
    }

    /// What is still to come.
    public synchronized List<Fault> planned() {
        return List.copyOf(planned);
    }

    /// The fault that hits this request. Null when it goes well.
    public synchronized @Nullable Fault next(Received request) {
        for (int i = 0; i < planned.size(); i++) {
            Fault fault = planned.get(i);
            if (request.path().contains(fault.path())) {
                if (fault.after() > 0) {
                    planned.set(i, fault.after(fault.after() - 1));
                    return null;
                }
                if (fault.times() > 1) {
                    planned.set(i, fault.times(fault.times() - 1));
                } else {
                    planned.remove(i);
                }
                return fault;
            }
        }
        return null;
    }
}
