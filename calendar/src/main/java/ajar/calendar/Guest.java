package ajar.calendar;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Somebody on an event, the organizer included.
///
/// @param email the address as the calendar writes it, without `mailto:`; null when there is none
/// @param name the display name; null when there is none
/// @param answer what they said
/// @param isOrganizer whether they organize the event
public record Guest(@Nullable String email, @Nullable String name, Answer answer, boolean isOrganizer) {
    /// The address to compare by; empty when there is none.
    public String key() {
        return email == null ? "" : email.strip().toLowerCase(Locale.ROOT);
    }
}
