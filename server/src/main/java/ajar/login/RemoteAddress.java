package ajar.login;

import ajar.engine.http.Request;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Where a request comes from, as far as guessing is concerned.
final class RemoteAddress {
    private static final int NETWORK_BYTES = 8;

    private RemoteAddress() {}

    /// The address of whoever sent the request. A proxy on the same machine is believed when it says
    /// whom it speaks for (the last entry of `x-forwarded-for`, which it has added itself); nobody else
    /// is. Of an IPv6 address the network counts, since whoever has one has all its addresses.
    static String of(Request request) {
        String peer = request.peer();
        String forwarded = request.header("x-forwarded-for");
        return forwarded != null && isLoopback(peer) ? network(last(forwarded)) : network(peer);
    }

    private static String last(String forwarded) {
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private static String network(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
                    : address;
        } catch (IllegalArgumentException unknown) {
            return "";
        }
    }
}
