/// Everything that can be wrong with a request, as a closed list.
@NullMarked
package ajar.engine.problem;

import org.jspecify.annotations.NullMarked;
