package ajar.calendar.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an API answered.
///
/// @param status the HTTP status
/// @param body the document; a missing node when there is none, or none that is JSON
/// @param retryAfter how long the provider asks to be left alone; null when it does not say
public record ApiAnswer(int status, JsonNode body, @Nullable Duration retryAfter) {
    /// Whether the status is 2xx.
    public boolean isSuccess() {
        return status / 100 == 2;
    }
}
