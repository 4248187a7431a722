package ajar.verify;

import ajar.engine.entity.Entity;
import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import ajar.meeting.Meeting;
import ajar.meeting.MeetingFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Every meeting has the status that its facts give it, or will have it once the clock has looked.
final class MeetingCheck implements Check {
    private final Clock clock;

    MeetingCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "meetings";
    }

    @Override
    public String promise() {
        return "Every meeting's status follows from its facts, and its alarm is set.";
    }

    @Override
    public String unit() {
        return "meetings";
    }

    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        Instant now = clock.now();
        var meetings = Meeting.RESOURCE.stored();
        int next = meetings.columns().size() + 1;
        var sql = meetings.headWith(Sql.of("t.organization_id, t.id"))
                .add(" where ")
                .add(Existing.of(Meeting.RESOURCE));
        Rows.each(connection, sql, row -> {
            findings.looked();
            String wrong = MeetingFacts.contradiction(Entity.of(meetings, row), now);
            if (wrong != null) {
                findings.wrong(row.getString(next) + " " + row.getString(next + 1) + " " + wrong);
            }
        });
    }
}
