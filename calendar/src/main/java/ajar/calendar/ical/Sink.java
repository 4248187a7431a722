package ajar.calendar.ical;

import ajar.calendar.CalendarObject;
import ajar.calendar.Quarantined;

/// Takes in the events of a calendar, one after the other.
public interface Sink {
    /// All copies of one event: a master and its changed occurrences. The key is the UID, and the
    /// version changes with the content.
    void take(CalendarObject object);

    /// What could not be read. The key is the UID where nothing of the event could, and else the UID, a
    /// `#` and more; of a time zone, `#zone ` and its name.
    void quarantine(Quarantined broken);
}
