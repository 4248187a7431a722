package ajar.verify;

import ajar.engine.resource.Resource;
import ajar.engine.sql.Sql;
import ajar.lead.LeadStatus;
import java.util.Set;

/// Which rows of a table are objects of a resource, in all organizations.
final class Existing {
    /// An organization is founded with some of these, before anybody could have made them.
    private static final Set<Resource> FOUNDED = Set.of(LeadStatus.RESOURCE);

    private Existing() {}

    /// The condition over alias `t`: the kind, and what the resource demands of every row.
    static Sql of(Resource resource) {
        var sql = resource.kind() == null ? Sql.of("true") : Sql.of("t.type = ?", resource.kind());
        var condition = resource.condition();
        return condition == null ? sql : sql.add(" and ").fragment(condition);
    }

    /// Whether objects of this kind may be there without anybody having made them.
    static boolean mayHaveNoEvent(Resource resource) {
        return FOUNDED.contains(resource);
    }
}
