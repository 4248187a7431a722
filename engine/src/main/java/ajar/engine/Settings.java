package ajar.engine;

import java.time.Duration;

/// What an operator may choose about the engine.
///
/// @param eventConsolidation how long after an `updated` event further updates of the same object by
///     the same caller are folded into it; zero for never (Close docs: Events)
/// @param maximumBody the largest request body in bytes
public record Settings(Duration eventConsolidation, int maximumBody) {
    /// The settings of a server nobody configured.
    public static final Settings DEFAULTS = new Settings(Duration.ofSeconds(5), 16 * 1024 * 1024);
}
