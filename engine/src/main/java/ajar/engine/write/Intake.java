package ajar.engine.write;

import ajar.engine.entity.Draft;
import ajar.engine.field.Access;
import ajar.engine.field.Field;
import ajar.engine.field.Rejected;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Resource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a body into a draft. Keys that nobody declared and fields that may not be written are passed
/// over, as Close does: its own scripts send back whole objects.
final class Intake {
    private Intake() {}

    /// Puts what the body says into the draft and what is wrong with it into `errors`.
    static void read(Resource resource, JsonNode body, Draft draft, FieldErrors errors) {
        for (var field : resource.fields().values()) {
            boolean writable =
                    field.access() == Access.READ_WRITE || (field.access() == Access.ON_CREATE && draft.isNew());
            var sent = writable ? sent(field, body) : null;
            if (sent != null) {
                take(field, sent, draft, errors);
            }
        }
    }

    private static @Nullable JsonNode sent(Field<?> field, JsonNode body) {
        var sent = body.get(field.name());
        for (var alias : field.aliases()) {
            sent = sent == null ? body.get(alias) : sent;
        }
        return sent;
    }

    private static <T> void take(Field<T> field, JsonNode sent, Draft draft, FieldErrors errors) {
        try {
            if (!sent.isNull()) {
                draft.set(field, field.codec().parse(sent));
            } else if (field.isKeptByNull() && !draft.isNew()) {
                return;
            } else if (field.isNullable()) {
                draft.set(field, null);
            } else if (field.fallback() != null) {
                draft.set(field, field.fallback());
            } else if (field.isMandatory()) {
                errors.add(field.errorKey(), Rules.REQUIRED);
            }
        } catch (Rejected rejected) {
            errors.add(field.errorKey(), rejected.detail());
        }
    }
}
