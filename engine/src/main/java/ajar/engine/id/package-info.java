/// Object ids as they appear on the wire.
@NullMarked
package ajar.engine.id;

import org.jspecify.annotations.NullMarked;
