package ajar.engine.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event as followers of the log are told of it.
///
/// @param position where it stands
/// @param values its columns by name, those it can be filtered by
/// @param json the whole event
public record Told(EventPosition position, Instant dateUpdated, Map<String, @Nullable String> values, byte[] json) {
    /// A column; null when it is null.
    public @Nullable String value(String name) {
        return values.get(name);
    }
}
