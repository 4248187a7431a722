package ajar.engine.sql;

import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL database: connections for reading, and transactions for writing.
///
/// A database that cannot be reached is a [Problem.Unavailable]; every other `SQLException` is a bug
/// and passes through as [DatabaseException]. Safe for use by many threads.
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final HikariDataSource source;
    private final PGSimpleDataSource server;
    private final ScopedValue<Joint> joint = ScopedValue.newInstance();

    /// A transaction that what this thread does joins.
    private record Joint(Connection connection, List<Runnable> effects) {}

    /// How to reach the database. `url` is a JDBC URL; `user` and `password` may be empty when the URL
    /// carries them.
    public record Address(String url, String user, String password) {}

    /// Something done with a connection.
    @FunctionalInterface
    public interface Use<T extends @org.jspecify.annotations.Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /// Makes something of the current row.
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /// Opens a pool of at most `connections` connections. Nothing is connected until it is needed.
    ///
    /// @param baseUrl how people reach the server; statements read it as the setting `ajar.base_url`
    public Database(Address address, int connections, String baseUrl) {
        var postgres = new PGSimpleDataSource();
        postgres.setUrl(address.url());
        if (!address.user().isEmpty()) {
            postgres.setUser(address.user());
            postgres.setPassword(address.password());
        }
        postgres.setApplicationName("ajar");
        postgres.setPreparedStatementCacheQueries(1024);
        postgres.setPreparedStatementCacheSizeMiB(16);
        postgres.setTcpKeepAlive(true);
        postgres.setReWriteBatchedInserts(true);
        postgres.setOptions("-c statement_timeout=60s -c idle_in_transaction_session_timeout=60s -c timezone=UTC"
                + " -c ajar.base_url=" + baseUrl.replace(" ", "%20").replace("\\", "%5C"));
        server = postgres;
        var config = new HikariConfig();
        config.setDataSource(postgres);
        config.setPoolName("ajar");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(connections, 2));
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(-1);
        config.setKeepaliveTime(120_000);
        source = new HikariDataSource(config);
    }

    /// The pool, for libraries that want one (migrations).
    public DataSource dataSource() {
        return source;
    }

    /// A connection that does not come from the pool, for who keeps one for long. The caller closes it.
    public Connection connectAlone() throws SQLException {
        return server.getConnection();
    }

    /// Whether the database answers.
    public boolean isReachable() {
        try (var connection = source.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException unreachable) {
            return false;
        }
    }

    /// Reads outside a transaction; each statement sees the newest committed state.
    public <T extends @org.jspecify.annotations.Nullable Object> T read(Use<T> use) {
        if (joint.isBound()) {
            return joined(use, joint.get().connection());
        }
        try (var connection = source.getConnection()) {
            return use.on(connection);
        } catch (SQLException failed) {
            throw translate(failed);
        }
    }

    private static <T extends @org.jspecify.annotations.Nullable Object> T joined(Use<T> use, Connection connection) {
        try {
            return use.on(connection);
        } catch (SQLException failed) {
            throw translate(failed);
        }
    }

    /// Runs in one transaction like [#write], and lets every [#read] and [#write] of this thread join it
    /// meanwhile: all of it is committed, or none. What other threads do stays outside.
    public <T extends @org.jspecify.annotations.Nullable Object> T together(Use<T> use) {
        if (joint.isBound()) {
            return write(use);
        }
        List<Runnable> effects = new ArrayList<>();
        T result = write(connection -> {
            effects.clear();
            return ScopedValue.where(joint, new Joint(connection, effects))
                    .<T, SQLException>call(() -> use.on(connection));
        });
        effects.forEach(Runnable::run);
        return result;
    }

    /// Has something done once what this thread has written is committed: at once, or at the end of
    /// [#together]. For effects that others look for in the database.
    public void afterCommit(Runnable effect) {
        if (joint.isBound()) {
            joint.get().effects().add(effect);
        } else {
            effect.run();
        }
    }

    /// A part of a transaction: when it fails, what it did is taken back, and the rest may go on.
    private static <T extends @org.jspecify.annotations.Nullable Object> T part(Use<T> use, Connection connection) {
        try {
            var before = connection.setSavepoint();
            boolean done = false;
            try {
                T result = use.on(connection);
                connection.releaseSavepoint(before);
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback(before);
                }
            }
        } catch (SQLException failed) {
            // The whole transaction is run again where that helps, and not this part of it.
            throw isAway(failed) ? translate(failed) : new DatabaseException(failed);
        }
    }

    /// Runs in one transaction: committed when `use` returns, rolled back when it throws. A deadlock or
    /// a serialization failure runs it again, so `use` must not have effects outside the database.
    public <T extends @org.jspecify.annotations.Nullable Object> T write(Use<T> use) {
        if (joint.isBound()) {
            return part(use, joint.get().connection());
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(use);
            } catch (SQLException failed) {
                if (!isRetryable(failed) || attempt == MAX_ATTEMPTS) {
                    throw translate(failed);
                }
                LOG.info("Retrying a transaction after {} ({})", failed.getSQLState(), attempt);
            } catch (DatabaseException failed) {
                if (!isRetryable(failed.cause()) || attempt == MAX_ATTEMPTS) {
                    throw failed;
                }
                LOG.info("Retrying a transaction after {} ({})", failed.cause().getSQLState(), attempt);
            }
        }
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T attempt(Use<T> use) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = use.on(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollback(connection);
                }
            }
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            LOG.debug("Rolling back failed; the server has dropped the transaction already", lost);
        }
    }

    /// Runs a query and maps every row.
    public static <T> List<T> list(Connection connection, Sql sql, RowMapper<T> mapper) throws SQLException {
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
            return result;
        }
    }

    /// Runs a query and maps its first row, if there is one.
    public static <T> Optional<T> first(Connection connection, Sql sql, RowMapper<T> mapper) throws SQLException {
        try (var statement = sql.prepare(connection);
                var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(mapper.map(rows)) : Optional.empty();
        }
    }

    /// Runs a statement and returns the number of rows it touched.
    public static int execute(Connection connection, Sql sql) throws SQLException {
        try (var statement = sql.prepare(connection)) {
            return statement.executeUpdate();
        }
    }

    private static boolean isRetryable(SQLException failed) {
        String state = failed.getSQLState();
        return "40P01".equals(state) || "40001".equals(state);
    }

    /// Turns a failure into what the caller should see.
    public static RuntimeException translate(SQLException failed) {
        if (isAway(failed)) {
            LOG.warn("The database is away: {} ({})", failed.getMessage(), failed.getSQLState());
            return new ApiException(new Problem.Unavailable(RETRY_AFTER));
        }
        return new DatabaseException(failed);
    }

    /// Whether the failure says that the server is away, starting, stopping, full or overloaded, rather
    /// than that the statement was wrong.
    public static boolean isAway(SQLException failed) {
        if (failed instanceof java.sql.SQLTransientConnectionException) {
            return true;
        }
        String state = failed.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.equals("25006"));
    }

    @Override
    public void close() {
        source.close();
    }
}
