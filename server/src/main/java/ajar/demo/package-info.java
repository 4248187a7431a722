/// The organization of `--demo`: people, leads and two years of work with them, invented and always the
/// same.
@NullMarked
package ajar.demo;

import org.jspecify.annotations.NullMarked;
