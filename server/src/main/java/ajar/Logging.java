package ajar;

import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Logs to standard error, one line per event; libraries are heard only when something is wrong.
final class Logging {
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("io.helidon"), Logger.getLogger("org.flywaydb"), Logger.getLogger("com.zaxxer"));

    private Logging() {}

    static void configure() {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        for (var handler : LogManager.getLogManager().getLogger("").getHandlers()) {
            handler.setFormatter(new OneLine());
        }
    }

    /// The moment, the level, who speaks and what it says; a failure follows with its trace.
    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord event) {
            String name = event.getLoggerName() == null ? "" : event.getLoggerName();
            var line = new StringBuilder()
                    .append(event.getInstant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS))
                    .append(' ')
                    .append(event.getLevel())
                    .append(' ')
                    .append(name.substring(name.lastIndexOf('.') + 1))
                    .append(": ")
                    .append(formatMessage(event))
                    .append(System.lineSeparator());
            if (event.getThrown() != null) {
                var trace = new java.io.StringWriter();
                event.getThrown().printStackTrace(new java.io.PrintWriter(trace, true));
                line.append(trace);
            }
            return line.toString();
        }
    }
}
