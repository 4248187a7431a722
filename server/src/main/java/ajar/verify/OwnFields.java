package ajar.verify;

import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.resource.Registry;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The fields of an object that change only together with an event: those kept in its own row, and
/// those worked out of them. What an event also shows of other rows, such as a status's label or a
/// user's name, may have changed since.
final class OwnFields {
    private static final String DATE_UPDATED = Stamps.DATE_UPDATED.name();

    private final List<String> names;
    private final boolean isMovedByOthers;

    private OwnFields(List<String> names, boolean isMovedByOthers) {
        this.names = names;
        this.isMovedByOthers = isMovedByOthers;
    }

    static OwnFields of(Registry registry, Resource resource) {
        // What belongs to a lead moves the lead's date without an event.
        boolean moved = registry.ownedBy(resource).stream()
                .anyMatch(belonging ->
                        belonging.field().equals(belonging.resource().owner()));
        return new OwnFields(
                resource.inEvents().stream()
                        .filter(OwnFields::isOwn)
                        .map(Field::name)
                        .toList(),
                moved);
    }

    private static boolean isOwn(Field<?> field) {
        return switch (field.source()) {
            case Source.Column<?> _ -> true;
            case Source.Computed<?>(var needs, var _) -> needs.stream().allMatch(OwnFields::isOwn);
            case Source.Expression<?> _, Source.Related<?> _ -> false;
        };
    }

    /// The names of the fields in which `later` differs from `earlier`. A field that either does not
    /// have is no difference: the program that wrote it did not know it yet.
    Set<String> differences(JsonNode earlier, JsonNode later) {
        Set<String> differing = new TreeSet<>();
        for (var name : names) {
            var before = earlier.get(name);
            var after = later.get(name);
            if (before != null && after != null && !before.equals(after) && !isMove(name, before, after)) {
                differing.add(name);
            }
        }
        return differing;
    }

    /// Dates of one form compare as texts.
    private boolean isMove(String name, JsonNode before, JsonNode after) {
        return isMovedByOthers
                && name.equals(DATE_UPDATED)
                && before.asString("").compareTo(after.asString("")) < 0;
    }
}
