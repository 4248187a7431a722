package ajar.engine.field;

import ajar.engine.sql.Fragment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A list of objects of another resource that point at this one.
///
/// @param resource the other resource's name
/// @param by the name of the field there that holds this object's id
/// @param order the `order by` expression, over alias `t`
/// @param condition a further condition over alias `t`, or null
/// @param without the fields of the other resource that are left out
public record Relation(
        String resource,
        String by,
        Fragment order,
        @Nullable Fragment condition,
        Set<String> without) {}
