package ajar.verify;

import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// What joins meetings to the events of calendars agrees with both.
final class CalendarCheck implements Check {
    @Override
    public String name() {
        return "calendars";
    }

    @Override
    public String promise() {
        return "Each occurrence of a calendar's event has one meeting for a lead, and it is on that lead.";
    }

    @Override
    public String unit() {
        return "meetings";
    }

    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        var example = Sql.of("t.organization_id || ' ' || t.meeting_id");
        var standing = Sql.of("from event_meeting t join activity a on a.organization_id = t.organization_id and a.id ="
                + " t.meeting_id where exists (select 1 from event_copy c where c.organization_id ="
                + " t.organization_id and c.uid = t.uid)");
        Rows.count(
                connection,
                findings,
                standing,
                Sql.of("a.lead_id is distinct from t.lead_id"),
                example,
                "is on another lead than the one its event was matched with");
        Rows.among(
                connection,
                findings,
                standing,
                Sql.of("exists (select 1 from event_meeting o join activity b on b.organization_id = o.organization_id"
                        + " and b.id = o.meeting_id where o.organization_id = t.organization_id and o.uid = t.uid and"
                        + " o.occurrence = t.occurrence and o.lead_id = t.lead_id and o.meeting_id <> t.meeting_id)"),
                example,
                "is there twice for one lead");
    }
}
