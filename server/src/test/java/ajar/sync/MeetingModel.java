package ajar.sync;

import ajar.calendar.CalendarInfo;
import ajar.calendar.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What Ajar should make of calendars, as the contract has it, without a database: everything is in
/// memory, and whatever may have changed is worked out anew.
final class MeetingModel {
    private static final Duration PAST = Duration.ofDays(365);
    private static final Duration AHEAD = Duration.ofDays(730);

    /// Series are looked at again now and then, because more of them enters the window.
    private static final Duration SERIES_AGAIN = Duration.ofDays(1);

    private record Contact(String id, String lead, String address) {}

    private final Map<String, String> users = new HashMap<>();
    private final Map<String, Contact> contacts = new LinkedHashMap<>();
    private final Map<String, Map<String, ModelCalendar>> calendars = new LinkedHashMap<>();
    private final Map<String, ModelCalendar.Owner> owners = new LinkedHashMap<>();
    private final Map<String, List<ModelLink>> links = new TreeMap<>();
    private final Set<String> waiting = new TreeSet<>();
    private final Map<String, Instant> again = new TreeMap<>();

    void user(String address, String id) {
        users.put(address, id);
    }

    void connect(ModelCalendar.Owner owner) {
        owners.put(owner.accountId(), owner);
        calendars.put(owner.accountId(), new TreeMap<>());
    }

    /// An account is disconnected: its meetings stay, unless somebody else still has the event.
    void disconnect(String accountId) {
        Set<String> known = uids(accountId);
        calendars.remove(accountId);
        for (var uid : known) {
            if (isHeld(uid)) {
                waiting.add(uid);
            } else {
                waiting.remove(uid);
                again.remove(uid);
            }
        }
    }

    private Set<String> uids(String accountId) {
        Set<String> uids = new TreeSet<>();
        Objects.requireNonNull(calendars.get(accountId)).values().forEach(calendar -> uids.addAll(calendar.uids()));
        return uids;
    }

    private boolean isHeld(String uid) {
        return all().stream().anyMatch(calendar -> calendar.uids().contains(uid));
    }

    private List<ModelCalendar> all() {
        return calendars.values().stream().flatMap(it -> it.values().stream()).toList();
    }

    /// The provider lists an account's calendars.
    ///
    /// @param chosen the ids of those somebody wants read
    void listed(String accountId, List<CalendarInfo> infos, Collection<String> chosen, Instant now) {
        var known = calendars.get(accountId);
        Set<String> read = new TreeSet<>();
        infos.stream()
                .filter(info -> info.isReadable() && chosen.contains(info.id()))
                .forEach(info -> read.add(info.id()));
        for (var calendar : known.values()) {
            if (!read.contains(calendar.id())) {
                lost(accountId, calendar.id(), now);
            }
        }
        for (var id : read) {
            known.computeIfAbsent(id, _ -> new ModelCalendar(Objects.requireNonNull(owners.get(accountId)), id));
        }
    }

    /// A calendar cannot be read any more.
    void lost(String accountId, String calendarId, Instant now) {
        var calendar = calendar(accountId, calendarId);
        if (calendar.lostAt() == null) {
            calendar.lose(now);
            waiting.addAll(uids(accountId));
        }
    }

    private ModelCalendar calendar(String accountId, String calendarId) {
        return Objects.requireNonNull(
                Objects.requireNonNull(calendars.get(accountId)).get(calendarId));
    }

    void startOver(String accountId, String calendarId) {
        calendar(accountId, calendarId).startOver();
    }

    void page(String accountId, String calendarId, Page page) {
        waiting.addAll(calendar(accountId, calendarId).page(page));
    }

    void finish(String accountId, String calendarId, Instant now) {
        var calendar = calendar(accountId, calendarId);
        waiting.addAll(calendar.finish(now));
        if (calendar.lostAt() != null) {
            // It is back when it has been read.
            calendar.lose(null);
            waiting.addAll(uids(accountId));
        }
    }

    /// What no calendar's reading was able to read.
    int quarantined() {
        return all().stream().mapToInt(it -> it.quarantined().size()).sum();
    }

    /// A contact comes, goes, moves or changes its address.
    ///
    /// @param address null for going
    void contact(String id, String lead, @Nullable String address) {
        Set<String> concerned = new TreeSet<>();
        var before = contacts.get(id);
        if (before != null && before.equals(new Contact(id, lead, String.valueOf(address)))) {
            return;
        }
        if (before != null) {
            concerned.add(before.address());
        }
        if (address == null) {
            contacts.remove(id);
        } else {
            contacts.put(id, new Contact(id, lead, address));
            concerned.add(address);
        }
        all().forEach(calendar -> waiting.addAll(calendar.uidsWith(concerned)));
    }

    void moveContact(String id, String lead) {
        var contact = Objects.requireNonNull(contacts.get(id));
        if (!contact.lead().equals(lead)) {
            contact(id, lead, contact.address());
        }
    }

    void mergeLeads(String source, String destination) {
        for (var entry : links.entrySet()) {
            for (var link : entry.getValue()) {
                if (link.lead().equals(source)) {
                    link.move(destination);
                    if (link.exists()) {
                        link.meeting().move();
                    }
                    if (isHeld(entry.getKey())) {
                        waiting.add(entry.getKey());
                    }
                }
            }
        }
        for (var contact : List.copyOf(contacts.values())) {
            if (contact.lead().equals(source)) {
                contact(contact.id(), destination, contact.address());
            }
        }
    }

    /// Every meeting that exists, and what became of it.
    List<ModelLink> meetings() {
        return links.values().stream()
                .flatMap(List::stream)
                .filter(ModelLink::exists)
                .toList();
    }

    /// Every meeting that existed.
    List<ModelLink> everything() {
        return links.values().stream().flatMap(List::stream).toList();
    }

    void ring(Instant now) {
        meetings().forEach(link -> link.meeting().ring(now));
    }

    /// Sees to everything that waits for it.
    void match(Instant now) {
        again.forEach((uid, moment) -> {
            if (!moment.isAfter(now)) {
                waiting.add(uid);
            }
        });
        waiting.forEach(uid -> match(uid, now));
        waiting.clear();
    }

    private void match(String uid, Instant now) {
        var views = new ModelViews(all(), uid, users);
        var made = links.computeIfAbsent(uid, _ -> new ArrayList<>());
        ModelLink.carryOver(made, views);
        ModelLink.removeDuplicates(made);
        views.byKey().forEach((key, of) -> occurrence(made, uid, key, views, of, now));
        for (var link : made) {
            if (link.exists() && !views.byKey().containsKey(link.key())) {
                link.meeting().cancel(now);
            }
        }
        lookAgain(uid, views, now);
    }

    private void lookAgain(String uid, ModelViews views, Instant now) {
        boolean repeats = all().stream()
                .flatMap(calendar -> calendar.copies(uid).stream())
                .map(known -> known.copy().details())
                .anyMatch(details -> details != null && details.recurrence().repeats());
        again.remove(uid);
        if (repeats) {
            again.put(uid, now.plus(SERIES_AGAIN));
            return;
        }
        views.byKey().values().stream()
                .map(of -> of.getFirst().start())
                .filter(start -> !start.isBefore(now.plus(AHEAD)))
                .min(Instant::compareTo)
                .ifPresent(start -> again.put(uid, start.minus(AHEAD).plusSeconds(1)));
    }

    private void occurrence(
            List<ModelLink> made, String uid, String key, ModelViews views, List<ModelViews.View> of, Instant now) {
        var live = of.stream().filter(view -> !view.isHistory()).toList();
        if (live.isEmpty()) {
            return;
        }
        var merged = new ModelMerge(live, views, users);
        var leads = leads(merged.addresses());
        boolean isInWindow = merged.first().start().isBefore(now.plus(AHEAD))
                && !merged.first().end().isBefore(now.minus(PAST));
        List<ModelLink> existing =
                made.stream().filter(link -> link.key().equals(key)).toList();
        leads.forEach((lead, addresses) -> {
            boolean isKnown = existing.stream().anyMatch(link -> link.lead().equals(lead));
            if (!isKnown && isInWindow && !merged.isPrivate()) {
                var meeting = new ModelMeeting(merged.said(lead, this::contact), now);
                made.add(new ModelLink(uid, key, lead, addresses, meeting));
            }
        });
        for (var link : existing) {
            if (link.exists()) {
                var addresses = leads.getOrDefault(link.lead(), Set.of());
                // A contact that is deleted or changes its address has not been taken off the event.
                boolean isOn = !addresses.isEmpty() || link.addresses().stream().anyMatch(merged.addresses()::contains);
                link.meeting().follow(merged.said(link.lead(), this::contact), !isOn, now);
                link.recognise(addresses);
            }
        }
    }

    private Map<String, Set<String>> leads(Set<String> addresses) {
        Map<String, Set<String>> leads = new LinkedHashMap<>();
        for (var address : addresses) {
            for (var contact : contacts.values()) {
                if (contact.address().equals(address)) {
                    leads.computeIfAbsent(contact.lead(), _ -> new LinkedHashSet<>())
                            .add(address);
                }
            }
        }
        return leads;
    }

    private @Nullable String contact(String lead, String address) {
        return contacts.values().stream()
                .filter(contact ->
                        contact.lead().equals(lead) && contact.address().equals(address))
                .map(Contact::id)
                .findFirst()
                .orElse(null);
    }
}
