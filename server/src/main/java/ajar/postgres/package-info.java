/// The PostgreSQL server that Ajar brings along and runs for those who do not name a database of their
/// own.
@NullMarked
package ajar.postgres;

import org.jspecify.annotations.NullMarked;
