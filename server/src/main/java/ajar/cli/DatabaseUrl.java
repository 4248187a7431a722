package ajar.cli;

import ajar.engine.sql.Database;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// The address of an outside PostgreSQL, in the form its own tools use or in JDBC's.
final class DatabaseUrl {
    private DatabaseUrl() {}

    /// Reads `postgresql://user:password@host:5432/name?…`, `postgres://…` or `jdbc:postgresql://…`.
    /// Throws `IllegalArgumentException` with a sentence for the operator.
    static Database.Address parse(String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            return new Database.Address(text, "", "");
        }
        if (!text.startsWith("postgresql://") && !text.startsWith("postgres://")) {
            throw new IllegalArgumentException(
                    "The database URL must start with postgresql:// (or jdbc:postgresql:), as in "
                            + "postgresql://user:password@localhost:5432/ajar");
        }
        try {
            var uri = new URI(text);
            String[] userInfo = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return new Database.Address(
                    "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
                    decode(userInfo[0]),
                    userInfo.length > 1 ? decode(userInfo[1]) : "");
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("The database URL cannot be read: " + malformed.getReason(), malformed);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
