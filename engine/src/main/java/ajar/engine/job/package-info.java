/// Work that is due at a moment rather than asked for.
@NullMarked
package ajar.engine.job;

import org.jspecify.annotations.NullMarked;
