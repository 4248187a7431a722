package ajar.calendar.google;

import ajar.calendar.Notification;
import ajar.calendar.Notification.Action;
import org.jspecify.annotations.Nullable;

/// What Google posts to the address of a channel: everything is in the headers, the body is empty
/// (Google docs: Push notifications). Any 2xx is an answer.
public final class GoogleNotifications {
    private GoogleNotifications() {}

    /// Reads a message.
    ///
    /// @param header gives the value of a header, whatever the case of its name, or null
    /// @return null when this is no message of Google's
    public static @Nullable Notification read(Header header) {
        String channel = header.value("X-Goog-Channel-ID");
        String state = header.value("X-Goog-Resource-State");
        if (channel == null || state == null) {
            return null;
        }
        String token = header.value("X-Goog-Channel-Token");
        return new Notification(channel, token == null ? "" : token, state.equals("sync") ? Action.NONE : Action.SYNC);
    }

    /// The headers of a request.
    @FunctionalInterface
    public interface Header {
        /// The value of a header; null when it is absent.
        @Nullable
        String value(String name);
    }
}
