package ajar.simulate.calendar;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user of a simulated provider, with calendars. Changed by [CalendarStore] only.
public final class User {
    private final String id;
    private final String email;
    private final String name;
    private final ZoneId zone;
    private final Map<String, Calendar> calendars = new LinkedHashMap<>();

    User(String id, String email, String name, ZoneId zone) {
        this.id = id;
        this.email = email;
        this.name = name;
        this.zone = zone;
    }

    /// The provider's id of the user.
    public String id() {
        return id;
    }

    /// The address of the account.
    public String email() {
        return email;
    }

    /// The name that is shown.
    public String name() {
        return name;
    }

    /// The zone of the user's settings, and of new calendars.
    public ZoneId zone() {
        return zone;
    }

    /// All calendars in the order in which they were made, deleted ones included; the first is the
    /// primary one.
    public Collection<Calendar> calendars() {
        return List.copyOf(calendars.values());
    }

    /// The calendar every user has.
    public Calendar primary() {
        return calendars.values().iterator().next();
    }

    /// A calendar by its id, deleted or not. Null when there is none.
    public @Nullable Calendar calendar(String calendarId) {
        return calendars.get(calendarId);
    }

    /// All events of all calendars that are not deleted.
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        calendars.values().stream().filter(one -> !one.deleted()).forEach(one -> items.addAll(one.items()));
        return items;
    }

    void add(Calendar calendar) {
        calendars.put(calendar.id(), calendar);
    }
}
