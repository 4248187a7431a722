/// The event log.
@NullMarked
package ajar.engine.event;

import org.jspecify.annotations.NullMarked;
