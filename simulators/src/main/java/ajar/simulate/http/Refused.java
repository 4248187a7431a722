package ajar.simulate.http;

/// A request is refused with a certain answer.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    public Refused(Reply reply) {
        super("Refused with status " + reply.status(), null, false, false);
        this.reply = reply;
    }

    /// The answer.
    public Reply reply() {
        return reply;
    }
}
