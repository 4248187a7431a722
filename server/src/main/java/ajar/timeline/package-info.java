/// All kinds of activities mixed, as one list.
///
/// It carries the rules of `GET /activity/` about which filters and orders go together (Close docs:
/// Activities).
@NullMarked
package ajar.timeline;

import org.jspecify.annotations.NullMarked;
