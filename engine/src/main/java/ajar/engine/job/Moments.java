package ajar.engine.job;

import ajar.engine.sql.Sql;
import ajar.engine.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What time it is in every organization, for statements that look for what is due in all of them at
/// once. But in tests it is the same time everywhere, and the statement says so, so that an index serves.
///
/// @param now where the organization has no clock of its own
/// @param apart where it has
public record Moments(Instant now, Map<String, Instant> apart) {
    /// What a clock shows.
    public static Moments of(Clock clock) {
        return new Moments(clock.now(), clock.apart());
    }

    /// What time it is in one organization.
    public Instant in(String organizationId) {
        return apart.getOrDefault(organizationId, now);
    }

    /// The expression for the time in the organization of a row.
    ///
    /// @param alias the row's table, which has a column `organization_id`
    public Sql of(String alias) {
        if (apart.isEmpty()) {
            return Sql.of("?::timestamptz", now);
        }
        var organizations = List.copyOf(apart.keySet());
        return Sql.of(
                        "coalesce((select own.now from unnest(?::text[], ?::timestamptz[]) own (organization_id, now)"
                                + " where own.organization_id = ",
                        organizations,
                        organizations.stream()
                                .map(organization -> in(organization).toString())
                                .toList())
                .name(alias)
                .add(".organization_id), ?::timestamptz)", now);
    }
}
