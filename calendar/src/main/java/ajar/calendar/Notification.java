package ajar.calendar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// What a provider posted to the address of a [Push] subscription. Nothing in it is to be believed
/// before the secret was compared.
///
/// @param subscription the id of the subscription it is about
/// @param secret what it came with; empty when it came without
/// @param action what it asks for
public record Notification(String subscription, String secret, Action action) {
    /// What a notification asks for.
    public enum Action {
        /// Nothing: the provider shows that the address works.
        NONE,
        /// Read what changed.
        SYNC,
        /// Read everything: notifications were lost.
        SYNC_ALL,
        /// Renew the subscription, or it ends before its time.
        RENEW,
        /// The subscription has ended before its time: begin a new one, and read what changed.
        RESUBSCRIBE
    }

    /// Whether it comes from whom the subscription's secret was given to; in constant time.
    public boolean isBelievable(String expectedSecret) {
        return !expectedSecret.isEmpty()
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8), expectedSecret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Notification[" + subscription + ", " + action + "]";
    }
}
