/// Controls for those who test against Ajar: a clock to move, organizations to make, empty, keep and
/// drop, and faults. Only with `--test-mode`.
@NullMarked
package ajar.sandbox;

import org.jspecify.annotations.NullMarked;
