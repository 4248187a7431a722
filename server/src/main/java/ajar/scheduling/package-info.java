/// Scheduling links: the addresses of pages on which others book a time. Nothing here books (Close docs:
/// Scheduling Links).
@NullMarked
package ajar.scheduling;

import org.jspecify.annotations.NullMarked;
