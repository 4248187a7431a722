package ajar.engine.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of SQL: text plus the parameters that belong to it.
///
/// The text is made of compile-time constants, of names that declarations hold and that are checked to
/// be plain identifiers, and of other pieces; what comes from outside can only be a parameter. Not safe
/// for use by several threads.
public final class Sql {
    private final StringBuilder text = new StringBuilder(256);
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /// A JSON document to be stored in a `json` column.
    public record JsonText(String text) {}

    /// Starts with constant text; each `?` in it takes the next of `values`.
    public static Sql of(@CompileTimeConstant String constant, @Nullable Object... values) {
        return new Sql().add(constant, values);
    }

    /// Adds constant text; each `?` in it takes the next of `values`.
    public Sql add(@CompileTimeConstant String constant, @Nullable Object... values) {
        text.append(constant);
        for (var value : values) {
            parameters.add(value);
        }
        return this;
    }

    /// Adds a table, column or alias name, optionally with one dot. Throws when it is not a plain
    /// identifier.
    public Sql name(String name) {
        int dot = name.indexOf('.');
        if (dot < 0 ? !isName(name) : !isName(name.substring(0, dot)) || !isName(name.substring(dot + 1))) {
            throw new IllegalArgumentException("not a plain SQL identifier: " + name);
        }
        text.append(name);
        return this;
    }

    /// Whether `name` is a plain lower-case identifier.
    public static boolean isName(String name) {
        if (name.isEmpty() || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && c != '_' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /// Adds a declared fragment.
    public Sql fragment(Fragment fragment) {
        text.append(fragment.text());
        return this;
    }

    /// Adds another piece with its parameters.
    public Sql add(Sql other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    /// Adds one parameter.
    public Sql value(@Nullable Object value) {
        text.append('?');
        parameters.add(value);
        return this;
    }

    /// Adds the pieces with constant text between them.
    public Sql join(@CompileTimeConstant String separator, Collection<Sql> pieces) {
        boolean first = true;
        for (var piece : pieces) {
            if (!first) {
                text.append(separator);
            }
            first = false;
            add(piece);
        }
        return this;
    }

    /// The statement's text.
    public String text() {
        return text.toString();
    }

    /// The parameters in order.
    public List<@Nullable Object> parameters() {
        return parameters;
    }

    /// Prepares the statement on a connection and binds the parameters.
    public PreparedStatement prepare(Connection connection) throws SQLException {
        return prepare(connection, ResultSet.TYPE_FORWARD_ONLY);
    }

    /// Prepares a query whose rows can be gone through twice.
    public PreparedStatement prepareScrollable(Connection connection) throws SQLException {
        return prepare(connection, ResultSet.TYPE_SCROLL_INSENSITIVE);
    }

    private PreparedStatement prepare(Connection connection, int type) throws SQLException {
        var statement = connection.prepareStatement(text.toString(), type, ResultSet.CONCUR_READ_ONLY);
        try {
            for (int i = 0; i < parameters.size(); i++) {
                bind(connection, statement, i + 1, parameters.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException failed) {
            statement.close();
            throw failed;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, int at, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, java.sql.Types.NULL);
            case String string -> statement.setString(at, string);
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setInt(at, number);
            case Boolean bool -> statement.setBoolean(at, bool);
            case Instant moment -> statement.setObject(at, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
            case LocalDate date -> statement.setObject(at, date);
            case JsonText json -> statement.setObject(at, json.text(), java.sql.Types.OTHER);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Collection<?> texts -> statement.setArray(at, connection.createArrayOf("text", texts.toArray()));
            default -> throw new IllegalArgumentException("no SQL type for " + value.getClass());
        }
    }

    @Override
    public String toString() {
        return text + " " + parameters;
    }
}
