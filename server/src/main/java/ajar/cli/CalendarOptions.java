package ajar.cli;

import ajar.calendar.OAuthClient;
import ajar.sync.CalendarSettings;
import ajar.sync.SecretBox;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `ajar serve` about calendars. Each can also be set by an environment variable.
public final class CalendarOptions {
    @Option(
            names = "--secret-key",
            paramLabel = "KEY",
            defaultValue = "${env:AJAR_SECRET_KEY:-}",
            description =
                    "32 bytes in Base64 that encrypt stored passwords and tokens (AJAR_SECRET_KEY). Several servers on"
                        + " one database need the same. Default: the file secret.key in the data folder, made on first"
                        + " start.")
    String secretKey = "";

    @Option(
            names = "--calendar-past",
            paramLabel = "TIME",
            defaultValue = "${env:AJAR_CALENDAR_PAST:-365d}",
            converter = DurationConverter.class,
            description = "How far back events become meetings (AJAR_CALENDAR_PAST). Default: ${DEFAULT-VALUE}.")
    @Nullable
    Duration past = Duration.ofDays(365);

    @Option(
            names = "--calendar-ahead",
            paramLabel = "TIME",
            defaultValue = "${env:AJAR_CALENDAR_AHEAD:-730d}",
            converter = DurationConverter.class,
            description = "How far ahead events become meetings (AJAR_CALENDAR_AHEAD). Default: ${DEFAULT-VALUE}.")
    @Nullable
    Duration ahead = Duration.ofDays(730);

    @Option(
            names = "--match-mentioned-addresses",
            defaultValue = "${env:AJAR_MATCH_MENTIONED_ADDRESSES:-false}",
            description = "Let addresses in an event's title and description count like guests "
                    + "(AJAR_MATCH_MENTIONED_ADDRESSES).")
    boolean matchesMentioned;

    @Option(
            names = "--google-client-id",
            paramLabel = "ID",
            defaultValue = "${env:AJAR_GOOGLE_CLIENT_ID:-}",
            description = "Your registration with Google, to connect Google calendars (AJAR_GOOGLE_CLIENT_ID).")
    String googleClientId = "";

    @Option(
            names = "--google-client-secret",
            paramLabel = "SECRET",
            defaultValue = "${env:AJAR_GOOGLE_CLIENT_SECRET:-}",
            description = "Its secret (AJAR_GOOGLE_CLIENT_SECRET).")
    String googleClientSecret = "";

    @Option(
            names = "--google-url",
            paramLabel = "URL",
            defaultValue = "${env:AJAR_GOOGLE_URL:-}",
            description = "Where Google is, for a simulator of it (AJAR_GOOGLE_URL). Default: the real one.")
    String googleUrl = "";

    @Option(
            names = "--microsoft-client-id",
            paramLabel = "ID",
            defaultValue = "${env:AJAR_MICROSOFT_CLIENT_ID:-}",
            description = "Your registration with Microsoft, to connect Microsoft 365 calendars "
                    + "(AJAR_MICROSOFT_CLIENT_ID).")
    String microsoftClientId = "";

    @Option(
            names = "--microsoft-client-secret",
            paramLabel = "SECRET",
            defaultValue = "${env:AJAR_MICROSOFT_CLIENT_SECRET:-}",
            description = "Its secret (AJAR_MICROSOFT_CLIENT_SECRET).")
    String microsoftClientSecret = "";

    @Option(
            names = "--microsoft-url",
            paramLabel = "URL",
            defaultValue = "${env:AJAR_MICROSOFT_URL:-}",
            description = "Where Microsoft is, for a simulator of it (AJAR_MICROSOFT_URL). Default: the real one.")
    String microsoftUrl = "";

    /// What was chosen.
    ///
    /// @param data the folder that holds the key when none is given
    /// @throws IllegalArgumentException with a sentence for the operator
    CalendarSettings settings(Path data) {
        if (past == null || ahead == null) {
            throw new IllegalArgumentException("--calendar-past and --calendar-ahead need a time such as 365d.");
        }
        return new CalendarSettings(
                past,
                ahead,
                matchesMentioned,
                googleClientId.isEmpty()
                        ? null
                        : OAuthClient.google(googleClientId, googleClientSecret, trimmed(googleUrl)),
                microsoftClientId.isEmpty()
                        ? null
                        : OAuthClient.microsoft(microsoftClientId, microsoftClientSecret, trimmed(microsoftUrl)),
                secretKey.isEmpty() ? SecretBox.inFile(data.resolve("secret.key")) : SecretBox.of(secretKey));
    }

    private static String trimmed(String url) {
        return url.replaceAll("/+$", "");
    }
}
