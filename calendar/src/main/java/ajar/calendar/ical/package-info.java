/// iCalendar text (RFC 5545) as the world writes it: files of any length in bounded memory, with the
/// oddities of twenty-five years of programs, and one broken event without harm to the rest.
@NullMarked
package ajar.calendar.ical;

import org.jspecify.annotations.NullMarked;
