package ajar.verify;

import ajar.engine.json.Json;
import ajar.engine.resource.Registry;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The events of an object follow from one another: each begins where the one before it ended, and
/// tells of everything that changed in between.
final class ChainCheck implements Check {
    private static final String CREATED = "created";
    private static final String DELETED = "deleted";

    private final Map<String, OwnFields> ownByType = new HashMap<>();
    private final Set<String> foundedTypes = new TreeSet<>();

    ChainCheck(Registry registry) {
        for (var resource : registry.all()) {
            String type = resource.eventName();
            if (type != null) {
                ownByType.put(type, OwnFields.of(registry, resource));
                if (Existing.mayHaveNoEvent(resource)) {
                    foundedTypes.add(type);
                }
            }
        }
    }

    @Override
    public String name() {
        return "chain";
    }

    @Override
    public String promise() {
        return "Every event begins where the one before it ended.";
    }

    @Override
    public String unit() {
        return "events";
    }

    private record Link(
            String organizationId,
            String objectId,
            String id,
            String type,
            String action,
            @Nullable JsonNode data,
            JsonNode previous,
            List<String> changed) {
        static Link of(ResultSet row) throws SQLException {
            String data = row.getString(6);
            return new Link(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    data == null ? null : Json.parse(data),
                    Json.parse(row.getString(7)),
                    List.of((String[]) row.getArray(8).getArray()));
        }

        boolean follows(@Nullable Link other) {
            return other != null && organizationId.equals(other.organizationId) && objectId.equals(other.objectId);
        }
    }

    /// Objects change under a lock, so the order of their events is that of their numbers.
    @Override
    public void run(Connection connection, Findings findings) throws SQLException {
        var sql = Sql.of("select organization_id, object_id, id, object_type, action, data, previous_data,"
                + " changed_fields from event order by organization_id, object_id, seq");
        var last = new Link[1];
        Rows.each(connection, sql, row -> {
            findings.looked();
            var link = Link.of(row);
            String wrong = link.follows(last[0]) ? broken(last[0], link) : badBeginning(link);
            if (wrong != null) {
                findings.wrong(link.organizationId() + " " + link.objectId() + " " + link.id() + " (" + link.action()
                        + ") " + wrong);
            }
            last[0] = link;
        });
    }

    private @Nullable String badBeginning(Link link) {
        if (!ownByType.containsKey(link.type())) {
            return "tells of a type that this version does not know: " + link.type();
        }
        return link.action().equals(CREATED) || foundedTypes.contains(link.type())
                ? itself(link)
                : "is the first, but does not say that the object was made";
    }

    private static @Nullable String itself(Link link) {
        if ((link.data() == null) != link.action().equals(DELETED)) {
            return link.data() == null ? "shows no object" : "shows an object that was deleted";
        }
        boolean partial = !link.action().equals(CREATED) && !link.action().equals(DELETED);
        if (partial
                && !Set.copyOf(link.changed()).equals(Set.copyOf(link.previous().propertyNames()))) {
            return "has old values of other fields than those that it says have changed";
        }
        return null;
    }

    private @Nullable String broken(Link before, Link link) {
        var own = ownByType.get(link.type());
        if (own == null || !before.type().equals(link.type())) {
            return "tells of another type than the event before it";
        }
        String wrong = itself(link);
        if (wrong != null) {
            return wrong;
        }
        if (before.data() == null) {
            return link.action().equals(CREATED) ? null : "follows a deletion";
        }
        if (link.action().equals(CREATED)) {
            return "says that the object was made, which it was already";
        }
        return link.data() == null
                ? told(own.differences(before.data(), link.previous()), "does not show the object as it was: ")
                : continued(own, before.data(), link, link.data());
    }

    private static @Nullable String continued(OwnFields own, JsonNode before, Link link, JsonNode data) {
        var silent = new TreeSet<>(own.differences(before, data));
        if (silent.isEmpty() && !link.action().equals("updated")) {
            // Announces a change that the events before it have told of already.
            return null;
        }
        silent.removeAll(link.changed());
        String untold = told(silent, "does not tell that these have changed: ");
        return untold != null
                ? untold
                : told(
                        own.differences(before, link.previous()),
                        "has other old values than the event before it shows: ");
    }

    private static @Nullable String told(Set<String> fields, String sentence) {
        return fields.isEmpty() ? null : sentence + String.join(", ", fields);
    }
}
