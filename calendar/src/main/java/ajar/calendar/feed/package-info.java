/// Calendars that are one file: at an address that is asked from time to time, or uploaded.
@NullMarked
package ajar.calendar.feed;

import org.jspecify.annotations.NullMarked;
