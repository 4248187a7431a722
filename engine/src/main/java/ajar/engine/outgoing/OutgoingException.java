package ajar.engine.outgoing;

import java.io.IOException;

/// A request that got no usable answer. The message is a sentence for the person who gave the address;
/// it holds no secrets.
public final class OutgoingException extends IOException {
    private static final long serialVersionUID = 1;

    /// Why there is no answer.
    public enum Reason {
        /// The address is no `http` or `https` URL, or has a user name in it.
        BAD_ADDRESS,
        /// The address belongs to a private network, which this server does not call.
        PRIVATE_ADDRESS,
        /// The name of the host is not known.
        UNKNOWN_HOST,
        /// No connection, or it broke.
        CONNECTION,
        /// The other side's certificate is not accepted.
        TLS,
        /// It took too long.
        TIMEOUT,
        /// The answer is larger than allowed.
        TOO_LARGE,
        /// It was sent from one address to the next too often, or to one that must not follow.
        REDIRECT
    }

    private final Reason reason;

    public OutgoingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public OutgoingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// Why there is no answer.
    public Reason reason() {
        return reason;
    }
}
