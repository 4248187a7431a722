package ajar.organization;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Who the users of the server are, and where they belong. Only what signs people in reads past one
/// organization; everything else asks the engine. Safe for use by many threads.
public final class Members {
    private final Database database;

    public Members(Database database) {
        this.database = database;
    }

    /// The person with this address, in any spelling of upper and lower case.
    public Optional<Person> byEmail(String email) {
        return person(Sql.of("select id, email, name from users where lower(email) = lower(?)", email));
    }

    /// The person with this id.
    public Optional<Person> person(String id) {
        return person(Sql.of("select id, email, name from users where id = ?", id));
    }

    private Optional<Person> person(Sql sql) {
        return database.read(connection -> Database.first(
                connection, sql, row -> new Person(row.getString(1), row.getString(2), row.getString(3))));
    }

    /// The organizations a person is an active member of, by name.
    public List<Member> of(String userId) {
        var sql = Sql.of(
                "select m.organization_id, o.name, m.user_id, m.role_id from membership m "
                        + "join organization o on o.id = m.organization_id "
                        + "where m.user_id = ? and m.active order by lower(o.name), o.id",
                userId);
        return database.read(connection -> Database.list(connection, sql, Members::member));
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }

    /// The first administrator of the organization that was made first; empty on an empty server.
    public Optional<Person> firstAdministrator() {
        return person(Sql.of("select u.id, u.email, u.name from membership m "
                + "join users u on u.id = m.user_id join organization o on o.id = m.organization_id "
                + "where m.role_id = 'admin' and m.active order by o.date_created, m.date_created limit 1"));
    }
}
