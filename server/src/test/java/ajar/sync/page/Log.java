package ajar.sync.page;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Everything that is logged while it is open.
final class Log extends Handler implements AutoCloseable {
    private final StringBuffer text = new StringBuffer();
    private final SimpleFormatter formatter = new SimpleFormatter();

    Log() {
        Logger.getLogger("").addHandler(this);
    }

    String text() {
        return text.toString();
    }

    @Override
    public void publish(LogRecord event) {
        text.append(formatter.format(event));
    }

    @Override
    public void flush() {
        // It is all there already.
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
