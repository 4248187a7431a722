package ajar.simulate;

import ajar.simulate.calendar.CalendarSimulator;
import ajar.simulate.google.GoogleCalendarSimulator;
import ajar.simulate.microsoft.MicrosoftCalendarSimulator;
import java.time.InstantSource;
import java.util.List;

/// The simulators by name.
public final class Simulators {
    /// Those there are.
    public static final List<String> NAMES = List.of("google-calendar", "microsoft-calendar");

    private Simulators() {}

    /// Starts a simulator on 127.0.0.1. Throws [IllegalArgumentException] when there is none of the name,
    /// and [java.io.UncheckedIOException] when the port is taken.
    ///
    /// @param name one of [#NAMES]
    /// @param port 0 for any free one
    public static CalendarSimulator start(String name, int port, InstantSource clock) {
        return switch (name) {
            case "google-calendar" -> new GoogleCalendarSimulator(port, clock);
            case "microsoft-calendar" -> new MicrosoftCalendarSimulator(port, clock);
            default -> throw new IllegalArgumentException("No simulator " + name + "; there are " + NAMES);
        };
    }
}
