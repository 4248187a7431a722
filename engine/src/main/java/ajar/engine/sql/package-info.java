/// SQL as a value (text plus parameters), and the connections it runs on.
@NullMarked
package ajar.engine.sql;

import org.jspecify.annotations.NullMarked;
