/// The one door for writes.
@NullMarked
package ajar.engine.write;

import org.jspecify.annotations.NullMarked;
