/// When the occurrences of a series begin, computed here and not by whoever keeps the calendar.
@NullMarked
package ajar.calendar.recurrence;

import org.jspecify.annotations.NullMarked;
