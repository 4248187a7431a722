/// What all kinds of activities share, and the kinds that have hardly anything else.
///
/// The wire knows fifteen kinds with one id space (Close docs: Activities).
@NullMarked
package ajar.activity;

import org.jspecify.annotations.NullMarked;
