/// How often somebody may call (Close docs: Rate Limits).
@NullMarked
package ajar.limits;

import org.jspecify.annotations.NullMarked;
