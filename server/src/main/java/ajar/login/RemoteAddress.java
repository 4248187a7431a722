package ajar.login;

import ajar.engine.http.Request;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Where a request comes from, as far as guessing is concerned.
final class RemoteAddress {
    private static final int NETWORK_BYTES = 8;
    private static final int ADDRESS_BYTES = 16;

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
            var literal = InetAddress.ofLiteral(address);
            if (!(literal instanceof Inet6Address)) {
                return literal.getHostAddress();
            }
            byte[] network = Arrays.copyOf(Arrays.copyOf(literal.getAddress(), NETWORK_BYTES), ADDRESS_BYTES);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (IllegalArgumentException | UnknownHostException unknown) {
            return "";
        }
    }
}
