/// What must hold on every database, and the program that looks whether it does: `ajar verify`.
@NullMarked
package ajar.verify;

import org.jspecify.annotations.NullMarked;
