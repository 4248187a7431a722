/// Google Calendar, read through its API, version 3.
@NullMarked
package ajar.calendar.google;

import org.jspecify.annotations.NullMarked;
