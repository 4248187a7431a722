package ajar.simulate.calendar;

import ajar.simulate.http.Json;
import tools.jackson.databind.node.ObjectNode;

/// One user's calendar, to arrange events in. Events are written in the provider's own JSON, as its API
/// would return them; what is left out is filled in, and what is given is kept, odd or not.
///
/// Methods throw [java.util.NoSuchElementException] for what does not exist. Starts of instances are
/// the original ones: an instant such as `2026-03-02T08:00:00Z`, or a date for an all-day series.
public final class SimulatedCalendar {
    private final CalendarStore store;
    private final String email;
    private final String id;

    SimulatedCalendar(CalendarStore store, String email, String id) {
        this.store = store;
        this.email = email;
        this.id = id;
    }

    /// The provider's id of the calendar.
    public String id() {
        return calendar().id();
    }

    private Calendar calendar() {
        return store.calendar(email, id);
    }

    /// Adds an event.
    ///
    /// @param json the event, or null-free parts of it; at least start and end
    /// @return its id
    public String add(String json) {
        return add(Json.parse(json));
    }

    /// Adds an event; see [#add(String)].
    public String add(ObjectNode json) {
        return store.add(calendar(), json).id();
    }

    /// Changes properties of an event: objects are merged, lists replaced, and nulls kept.
    public void change(String event, String patch) {
        change(event, Json.parse(patch));
    }

    /// Changes properties of an event; see [#change(String, String)].
    public void change(String event, ObjectNode patch) {
        Calendar calendar = calendar();
        store.change(calendar, store.item(calendar, event), patch);
    }

    /// Deletes an event or a series.
    public void delete(String event) {
        Calendar calendar = calendar();
        store.delete(calendar, store.item(calendar, event));
    }

    /// The event as it is stored.
    public ObjectNode event(String event) {
        Calendar calendar = calendar();
        synchronized (store) {
            return store.item(calendar, event).json().deepCopy();
        }
    }

    /// Changes one instance of a series, for example its start and end to move it.
    ///
    /// @return the id of the instance
    public String changeInstance(String series, String originalStart, String patch) {
        return changeInstance(series, originalStart, Json.parse(patch));
    }

    /// Changes one instance; see [#changeInstance(String, String, String)].
    public String changeInstance(String series, String originalStart, ObjectNode patch) {
        Calendar calendar = calendar();
        return store.changeInstance(calendar, store.item(calendar, series), originalStart, patch)
                .id();
    }

    /// Cancels one instance of a series.
    ///
    /// @return the id of the instance
    public String deleteInstance(String series, String originalStart) {
        Calendar calendar = calendar();
        return store.deleteInstance(calendar, store.item(calendar, series), originalStart)
                .id();
    }

    /// Changes "this and the following" instances: the series ends before, and a new one begins.
    ///
    /// @return the id of the new series
    public String split(String series, String originalStart, String patch) {
        return split(series, originalStart, Json.parse(patch));
    }

    /// Changes "this and the following"; see [#split(String, String, String)].
    public String split(String series, String originalStart, ObjectNode patch) {
        Calendar calendar = calendar();
        return store.split(calendar, store.item(calendar, series), originalStart, patch)
                .id();
    }

    /// Records what an attendee answers, in the provider's word for it: `accepted`, `declined`,
    /// `tentative` and `needsAction` (Google); `accepted`, `declined`, `tentativelyAccepted`,
    /// `notResponded` and `none` (Microsoft).
    public void answer(String event, String attendee, String response) {
        Calendar calendar = calendar();
        store.answer(calendar, store.item(calendar, event), attendee, response);
    }

    /// Puts a copy of an event into another user's calendar, as an invitation does. The copies are
    /// changed one by one.
    ///
    /// @param sameId whether the copy has the id of the original; the iCalendar UID is the same anyway
    /// @return the id of the copy
    public String copyTo(SimulatedCalendar other, String event, boolean sameId) {
        return store.copy(store.item(calendar(), event), other.calendar(), sameId, Json.object())
                .id();
    }

    /// Changes properties of the calendar. Another `accessRole` (Google) makes its sync tokens invalid,
    /// and `none` hides it.
    public void changeCalendar(String patch) {
        store.changeCalendar(calendar(), Json.parse(patch));
    }

    /// Deletes the calendar.
    public void deleteCalendar() {
        store.deleteCalendar(calendar());
    }

    /// Makes the sync tokens of this calendar invalid.
    public void expireSyncTokens() {
        store.expireTokens(calendar());
    }

    /// Gives every event another id. The iCalendar UIDs stay.
    public void changeIds() {
        store.rename(calendar());
    }
}
