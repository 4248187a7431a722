package ajar.verify;

import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.webhook.delivery.Queued;
import java.sql.Connection;
import java.sql.SQLException;

/// Every event is in the queue of every subscription that asks for it, and nothing in a queue stands
/// still for ever.
final class DeliveryCheck implements Check {
    private final Clock clock;

    DeliveryCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "deliveries";
    }

    @Override
    public String promise() {
        return "Every event was queued for each webhook that asks for it, and no delivery waits for nothing.";
    }

    @Override
    public String unit() {
        return "deliveries";
    }

    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        findings.looked(Queued.compare(connection, clock.now(), findings::wrong));
        var example = Sql.of("t.organization_id || ' ' || t.id");
        Rows.among(
                connection,
                findings,
                Sql.of("from webhook_delivery t where t.finished_at is null and t.due_at is null"),
                Sql.of("not exists (select 1 from webhook_delivery p where p.organization_id = t.organization_id"
                        + " and p.webhook_id = t.webhook_id and p.object_id = t.object_id and p.finished_at is null"
                        + " and p.seq < t.seq)"),
                example,
                "waits, and nothing is before it");
        Rows.among(
                connection,
                findings,
                Sql.of("from webhook_delivery t where true"),
                Sql.of("not exists (select 1 from webhook w where w.organization_id = t.organization_id"
                        + " and w.id = t.webhook_id)"),
                example,
                "is for a webhook that is not there");
    }
}
