package ajar.message;

import ajar.engine.entity.Entity;
import org.jspecify.annotations.Nullable;

/// Carries a message out into the world. The one that is used until a real one is configured records
/// that the message was sent and sends nothing.
@FunctionalInterface
public interface Delivery {
    /// Nothing leaves; the message counts as sent.
    Delivery RECORDING = _ -> null;

    /// Sends a message: an e-mail or an SMS, as it stands. Answers null when it was sent, else what
    /// went wrong. It may be called again for the same message after a crash.
    @Nullable
    String send(Entity message);
}
