/// The generic machine.
@NullMarked
package ajar.engine;

import org.jspecify.annotations.NullMarked;
