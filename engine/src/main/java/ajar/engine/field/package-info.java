/// Fields: one named, typed property each, and the codecs that carry their values over JSON and SQL.
@NullMarked
package ajar.engine.field;

import org.jspecify.annotations.NullMarked;
