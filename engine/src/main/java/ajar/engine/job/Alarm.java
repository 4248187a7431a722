package ajar.engine.job;

import ajar.engine.entity.Entity;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Work;

/// Something that happens to an object when its moment has come.
///
/// @param resource the kind of object; its table has a column `due_at`
/// @param ring what happens; it must leave `due_at` in the future or null
public record Alarm(Resource resource, Ring ring) {
    /// What happens when the moment has come.
    @FunctionalInterface
    public interface Ring {
        /// @param due the object whose moment has come
        void on(Entity due, Work work);
    }
}
