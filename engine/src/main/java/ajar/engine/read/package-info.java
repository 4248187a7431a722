/// Reading: query parameters become a plan, the plan becomes SQL, rows become JSON.
@NullMarked
package ajar.engine.read;

import org.jspecify.annotations.NullMarked;
