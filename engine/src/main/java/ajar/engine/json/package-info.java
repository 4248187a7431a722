/// JSON reading and writing, configured once.
@NullMarked
package ajar.engine.json;

import org.jspecify.annotations.NullMarked;
