package ajar.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/// Ports for servers that only this machine may reach. They lie below those the systems hand out for
/// outgoing connections, so that none of these takes the place of a server that is being started again.
final class LoopbackPort {
    private static final int FIRST = 15432;
    private static final int COUNT = 10_000;

    private LoopbackPort() {}

    /// Where the search begins for a folder that has no port yet: spread, so that servers seldom meet.
    static int firstFor(Path folder) {
        return FIRST + Math.floorMod(folder.hashCode(), COUNT);
    }

    /// The port itself if it is free, else the next one that is.
    static int freeFrom(int port) {
        for (int tried = 0; tried < COUNT; tried++) {
            int candidate = tried == 0 ? port : FIRST + Math.floorMod(port - FIRST + tried, COUNT);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new DatabaseStartException("No free port for the database between " + FIRST + " and "
                + (FIRST + COUNT - 1) + " on the loopback address.");
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
