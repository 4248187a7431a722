package ajar.sync;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connected account as its reader knows it.
///
/// @param type one of the types of [ConnectedAccount]
/// @param url where its calendars are; null where the provider is known, and for uploads
/// @param username null where none is needed
/// @param syncsAll whether all its calendars are read
/// @param chosen the calendars somebody chose; null for the usual choice
/// @param intervalSeconds seconds between two readings
/// @param failures how often in a row it could not be read
/// @param failingSince since when; null when it could
/// @param zone where times are that say no zone
record Account(
        String organizationId,
        String id,
        String userId,
        String type,
        @Nullable String url,
        @Nullable String username,
        boolean syncsAll,
        @Nullable List<String> chosen,
        long intervalSeconds,
        long failures,
        @Nullable Instant failingSince,
        ZoneId zone) {
    /// Whether it takes uploads and nothing else.
    boolean isUploadOnly() {
        return type.equals(ConnectedAccount.ICS) && url == null;
    }
}
