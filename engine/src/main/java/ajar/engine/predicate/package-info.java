/// What a client is looking for, whichever way it was said.
@NullMarked
package ajar.engine.predicate;

import org.jspecify.annotations.NullMarked;
