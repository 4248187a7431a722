package ajar.meeting;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The services a meeting can be held on; the names are the wire's (Close docs: Meetings).
public enum ConferenceType {
    ZOOM("(?:.+\\.)?zoom\\.us"),
    GOOGLE_MEET("meet\\.google\\.com"),
    GOOGLE_HANGOUTS("hangouts\\.google\\.com"),
    MICROSOFT_TEAMS("teams\\.(?:microsoft|live)\\.com"),
    SKYPE("join\\.skype\\.com|meet\\.lync\\.com"),
    WEBEX("(?:.+\\.)?webex\\.com"),
    GO_TO_MEETING("(?:.+\\.)?gotomeeting\\.com|meet\\.goto\\.com");

    private final Pattern hosts;

    ConferenceType(String hosts) {
        this.hosts = Pattern.compile(hosts);
    }

    /// The service at a lower-case host name, or null when it is none of them.
    static @Nullable ConferenceType ofHost(String host) {
        for (ConferenceType type : values()) {
            if (type.hosts.matcher(host).matches()) {
                return type;
            }
        }
        return null;
    }
}
