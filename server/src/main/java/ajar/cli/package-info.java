/// The command line: `ajar serve` and its options.
@NullMarked
package ajar.cli;

import org.jspecify.annotations.NullMarked;
