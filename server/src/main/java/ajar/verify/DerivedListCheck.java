package ajar.verify;

import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// What is kept beside the rows it follows from agrees with them.
final class DerivedListCheck implements Check {
    @Override
    public String name() {
        return "derived";
    }

    @Override
    public String promise() {
        return "Leads list the contacts they have, and conversations count their emails.";
    }

    @Override
    public String unit() {
        return "objects";
    }

    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        var example = Sql.of("t.organization_id || ' ' || t.id");
        Rows.count(
                connection,
                findings,
                Sql.of("from lead t where true"),
                Sql.of("array(select unnest(t.contact_ids) order by 1) <> array(select c.id from contact c"
                        + " where c.organization_id = t.organization_id and c.lead_id = t.id order by 1)"),
                example,
                "lists other contacts than it has");
        Rows.count(
                connection,
                findings,
                Sql.of("from activity t where t.type = 'EmailThread'"),
                Sql.of("t.n_emails is distinct from (select count(*) from activity e where e.organization_id ="
                        + " t.organization_id and e.thread_id = t.id and e.type = 'Email')"),
                example,
                "counts other emails than it has");
    }
}
