package ajar.engine.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Ends streams whose readers have stopped to read. A write to such a reader would wait for as long as
/// the connection lives. Interrupting a virtual thread that waits for a socket closes the socket.
final class StalledWriters implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final int patience;
    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    /// @param patience how many seconds a write may take
    StalledWriters(int patience) {
        this.patience = patience;
    }

    /// Starts to watch.
    void start() {
        running.set(true);
        thread = Thread.ofVirtual().name("stalled-writers").start(this::run);
    }

    private void run() {
        while (running.get()) {
            LockSupport.parkNanos(TICK.toNanos());
            all.forEach(Watched::tick);
        }
    }

    /// Watches over what the current thread writes, until that is closed.
    Watched watch() {
        var watched = new Watched(Thread.currentThread());
        all.add(watched);
        return watched;
    }

    /// Waits until nothing is written any more, for some seconds at most.
    void awaitEnd() {
        for (int i = 0; i < 300 && !all.isEmpty(); i++) {
            LockSupport.parkNanos(TICK.toNanos() / 100);
        }
    }

    /// Something that writes.
    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    /// One thread that writes to a reader.
    final class Watched implements AutoCloseable {
        private final Thread writer;
        private boolean isWriting;
        private int ticks;

        private Watched(Thread writer) {
            this.writer = writer;
        }

        /// Writes, and is interrupted when it takes too long.
        void writing(Write write) throws IOException {
            set(true);
            try {
                write.run();
            } finally {
                set(false);
            }
        }

        private synchronized void set(boolean writing) {
            isWriting = writing;
            ticks = 0;
        }

        private synchronized void tick() {
            if (isWriting && ++ticks > patience) {
                writer.interrupt();
            }
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }

    /// Ends what is still being written.
    @Override
    public void close() {
        running.set(false);
        var watching = thread;
        if (watching != null) {
            LockSupport.unpark(watching);
        }
        for (var watched : all) {
            synchronized (watched) {
                if (watched.isWriting) {
                    watched.writer.interrupt();
                }
            }
        }
    }
}
