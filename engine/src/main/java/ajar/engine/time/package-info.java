/// The clock, which is an argument everywhere, and the wire forms of dates.
@NullMarked
package ajar.engine.time;

import org.jspecify.annotations.NullMarked;
