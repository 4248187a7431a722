package ajar.login;

import ajar.engine.http.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// A cookie of ours: out of reach of scripts, sent to this server only, and not along with requests that
/// other sites make.
///
/// @param name the cookie's name
/// @param isSecure whether people reach the server through TLS, so that it must not travel without
public record Cookie(String name, boolean isSecure) {
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._-]{1,2000}");

    /// A cookie of a server that people reach at `baseUrl`. Behind TLS its name makes browsers refuse it
    /// from anybody but this host.
    public static Cookie named(String name, String baseUrl) {
        boolean secure = baseUrl.startsWith("https://");
        return new Cookie(secure ? "__Host-" + name : name, secure);
    }

    /// Its value in a request; empty when it is absent or not one of ours.
    public Optional<String> of(Request request) {
        String header = request.header("cookie");
        if (header == null) {
            return Optional.empty();
        }
        for (var pair : header.split(";", -1)) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(name)) {
                return Optional.of(unquoted(parts[1]))
                        .filter(value -> VALUE.matcher(value).matches());
            }
        }
        return Optional.empty();
    }

    /// Some clients put values into quotation marks (RFC 6265, section 4.2.1).
    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /// The `set-cookie` header that gives it a value for a time.
    public String set(String value, Duration life) {
        return name + "=" + value + "; Path=/; Max-Age=" + life.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (isSecure ? "; Secure" : "");
    }

    /// The `set-cookie` header that takes it away.
    public String unset() {
        return set("", Duration.ZERO);
    }
}
