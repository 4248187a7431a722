/// Calendars as Ajar reads them, whoever keeps them: events, the copies that calendars hold of them,
/// and the connectors that bring them in. Nothing here writes to a calendar, and nothing knows of
/// leads or meetings.
///
/// The model is Google's, which the others can be turned into: a series has a master with a rule, and
/// changed or cancelled occurrences that replace the generated ones with the same original start.
@NullMarked
package ajar.calendar;

import org.jspecify.annotations.NullMarked;
