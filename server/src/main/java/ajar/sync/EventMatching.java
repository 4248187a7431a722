package ajar.sync;

import ajar.calendar.Window;
import ajar.calendar.recurrence.RecurrenceException;
import ajar.engine.entity.Draft;
import ajar.engine.entity.Entity;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Stamps;
import ajar.engine.write.Transaction;
import ajar.meeting.CalendarState;
import ajar.meeting.Meeting;
import ajar.sync.EventStore.Link;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes meetings agree with calendars: for each event, one meeting per occurrence and lead that has a
/// contact among the guests. To do it twice changes nothing and logs nothing.
final class EventMatching {
    private static final Logger LOG = LoggerFactory.getLogger(EventMatching.class);
    private static final Duration SERIES_AGAIN = Duration.ofDays(1);

    /// Meetings of a series that is moved are carried over within a week.
    private static final Duration CARRIED = Duration.ofDays(7);

    private final CalendarSettings settings;

    EventMatching(CalendarSettings settings) {
        this.settings = settings;
    }

    /// Matches some events of the caller's organization, within one transaction.
    Tally match(Transaction work, List<String> uids) {
        try {
            return new Pass(work, uids).run();
        } catch (SQLException failed) {
            throw new ajar.engine.sql.DatabaseException(failed);
        }
    }

    private final class Pass {
        private final Transaction work;
        private final Connection connection;
        private final String organization;
        private final List<String> uids;
        private final Window window;
        private final People people;
        private final Map<String, List<Holding>> holdings;
        private final Map<String, List<Link>> links;
        private final Map<String, Entity> meetings = new HashMap<>();
        /// By meeting: one that is carried over may be recognised by other guests, too.
        private final Map<String, Link> saved = new LinkedHashMap<>();
        private final Map<String, @Nullable Instant> again = new java.util.TreeMap<>();
        private Tally tally = Tally.NOTHING;

        Pass(Transaction work, List<String> uids) throws SQLException {
            this.work = work;
            this.connection = work.connection();
            this.organization = work.caller().organizationId();
            this.uids = uids;
            this.window =
                    new Window(work.now().minus(settings.past()), work.now().plus(settings.ahead()));
            Plans.fresh(connection);
            var addresses = EventStore.addresses(connection, organization, uids, settings.matchesMentioned());
            this.people = People.read(connection, organization, addresses);
            this.holdings = EventStore.holdings(connection, organization, uids, people);
            this.links = EventStore.links(connection, organization, uids);
            Plans.kept(connection);
        }

        Tally run() throws SQLException {
            Set<String> ids = new LinkedHashSet<>();
            links.values().forEach(of -> of.stream().filter(Link::exists).forEach(link -> ids.add(link.meetingId())));
            if (!ids.isEmpty()) {
                work.all(Meeting.RESOURCE, Predicate.in(Stamps.ID, ids), ids.size())
                        .forEach(meeting -> meetings.put(meeting.need(Stamps.ID), meeting));
            }
            for (var uid : uids) {
                event(uid, holdings.getOrDefault(uid, List.of()), links.getOrDefault(uid, List.of()));
            }
            EventStore.save(connection, organization, List.copyOf(saved.values()));
            EventStore.lookAgain(connection, organization, again);
            return tally;
        }

        private void event(String uid, List<Holding> held, List<Link> made) throws SQLException {
            Map<String, List<Holding.View>> views = new LinkedHashMap<>();
            var stretch = stretch(made);
            @Nullable Schedule schedule;
            try {
                schedule = Schedule.of(held, stretch);
                for (var holding : held) {
                    holding.views(stretch, schedule)
                            .forEach((key, view) -> views.computeIfAbsent(key, _ -> new ArrayList<>())
                                    .add(view));
                }
            } catch (RecurrenceException nonsense) {
                // What cannot be understood changes nothing; whoever read it has said so in the quarantine.
                LOG.warn("The event {} was left as it is: {}", uid, nonsense.getMessage());
                return;
            }
            Map<String, Instant> starts = new LinkedHashMap<>();
            views.forEach((key, of) -> starts.put(key, of.getFirst().start()));
            var existing = new Links(made, starts, schedule);
            existing.moved().forEach(this::save);
            existing.removeDuplicates(this::isWrittenOn)
                    .forEach(link -> work.delete(Meeting.RESOURCE, link.meetingId()));
            for (var entry : views.entrySet()) {
                occurrence(uid, entry.getKey(), entry.getValue(), existing);
            }
            for (var key : existing.occurrences()) {
                if (!views.containsKey(key)) {
                    existing.of(key).stream().filter(Link::exists).forEach(this::cancel);
                }
            }
            again.put(uid, again(held, views));
        }

        /// The window, and beyond it whatever has a meeting already, with as much around it as a meeting is
        /// carried over.
        private Window stretch(List<Link> made) {
            Instant from = window.from();
            Instant to = window.to();
            for (var link : made) {
                Instant original = Links.originalStart(link.occurrence(), work.now());
                Instant start = link.startsAt() == null ? original : link.startsAt();
                for (var moment : List.of(original, start)) {
                    from = moment.isBefore(from) ? moment : from;
                    to = moment.isBefore(to) ? to : moment;
                }
            }
            return new Window(from.minus(CARRIED), to.plus(CARRIED));
        }

        private void save(Link link) {
            saved.put(link.meetingId(), link);
        }

        private boolean isWrittenOn(Link link) {
            var meeting = meetings.get(link.meetingId());
            return meeting != null && Meeting.hasOwnWords(meeting);
        }

        private @Nullable Instant again(List<Holding> held, Map<String, List<Holding.View>> views) {
            if (held.stream().anyMatch(Holding::repeats)) {
                return work.now().plus(SERIES_AGAIN);
            }
            return views.values().stream()
                    .map(of -> of.getFirst().start())
                    .filter(start -> !start.isBefore(window.to()))
                    .map(start -> start.minus(settings.ahead()).plusSeconds(1))
                    .min(Instant::compareTo)
                    .orElse(null);
        }

        private void occurrence(String uid, String key, List<Holding.View> views, Links existing) {
            var live = views.stream().filter(view -> !view.isHistory()).toList();
            if (live.isEmpty()) {
                return;
            }
            var merged = new Merged(live, people);
            Set<String> guests = new LinkedHashSet<>(merged.addresses());
            if (settings.matchesMentioned()) {
                live.forEach(view -> guests.addAll(Addresses.mentioned(view.details())));
            }
            var leads = people.leads(guests);
            boolean isNow =
                    window.overlaps(merged.first().start(), merged.first().end());
            leads.forEach((lead, addresses) -> {
                var link = existing.of(key, lead);
                if (link == null && isNow && !merged.isPrivate()) {
                    create(uid, key, lead, addresses, merged.of(lead, false));
                }
            });
            for (var link : existing.of(key)) {
                if (link.exists()) {
                    keep(link, guests, leads.get(link.leadId()), merged);
                }
            }
        }

        private void create(String uid, String key, String lead, Set<String> addresses, CalendarState state) {
            var meeting = work.create(Meeting.RESOURCE, draft -> state.create(draft, lead));
            save(new Link(meeting.need(Stamps.ID), uid, key, lead, true, addresses, state.startsAt()));
            tally = tally.created(1);
        }

        /// @param addresses by whom the lead is recognised now; null when by nobody
        private void keep(Link link, Set<String> guests, @Nullable Set<String> addresses, Merged merged) {
            // A contact that is deleted or gets another address has not been taken off the event.
            boolean isOn = addresses != null || link.addresses().stream().anyMatch(guests::contains);
            update(link, merged.of(link.leadId(), !isOn));
            if (addresses != null && !addresses.equals(link.addresses())) {
                save(link.recognisedBy(addresses));
            }
        }

        private void update(Link link, CalendarState state) {
            var before = meetings.get(link.meetingId());
            if (before == null) {
                return;
            }
            var trial = new Draft(before);
            if (!state.update(trial)) {
                return;
            }
            work.update(Meeting.RESOURCE, link.meetingId(), state::update);
            boolean wasCanceled = before.get(Meeting.CANCELED_AT) != null;
            tally = state.isCanceled() && !wasCanceled ? tally.canceled(1) : tally.updated(1);
        }

        private void cancel(Link link) {
            var before = meetings.get(link.meetingId());
            if (before != null && before.get(Meeting.CANCELED_AT) == null) {
                work.update(Meeting.RESOURCE, link.meetingId(), CalendarState::cancel);
                tally = tally.canceled(1);
            }
        }
    }
}
