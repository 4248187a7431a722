package ajar.sync;

import ajar.calendar.CalendarInfo;
import ajar.calendar.Connector;
import ajar.calendar.ConnectorException;
import ajar.calendar.Page;
import ajar.calendar.Receiver;
import ajar.calendar.Window;
import ajar.engine.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A story as it happens: to Ajar and to the model.
final class ModelWorld {
    private static final Duration LEASE = Duration.ofMinutes(3);
    private static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(20),
            Duration.ofHours(3),
            Duration.ofDays(1),
            Duration.ofDays(4),
            Duration.ofDays(16),
            Duration.ofHours(26));

    private final CalendarStack stack;
    private final MeetingModel model = new MeetingModel();
    private final ProviderSteps providers;
    private final List<ProviderCalendar> calendars = new ArrayList<>();
    private final Map<String, ProviderAccount> accounts = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> chosen = new LinkedHashMap<>();
    private final List<String> leads = new ArrayList<>();
    private final Map<String, String> contacts = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private int notes;

    ModelWorld(CalendarStack stack, Story story) {
        this.stack = stack;
        stack.clock().set(story.start());
        List<String> emails = new ArrayList<>();
        for (int user = 0; user < story.users(); user++) {
            emails.add("u" + user + "@us.example");
        }
        List<String> users = stack.found(emails);
        for (int user = 0; user < users.size(); user++) {
            model.user(emails.get(user), users.get(user));
            names.put(users.get(user), "u" + user);
        }
        List<String> owners = new ArrayList<>();
        for (var plan : story.accounts()) {
            connect(plan, users.get(plan.user()));
            for (int i = 0; i < plan.calendars(); i++) {
                owners.add(emails.get(plan.user()));
            }
        }
        providers = new ProviderSteps(calendars, owners, story.start());
        story.contacts().forEach(this::addLead);
    }

    private void connect(Story.AccountPlan plan, String user) {
        List<ProviderCalendar> own = new ArrayList<>();
        for (int i = 0; i < plan.calendars(); i++) {
            own.add(new ProviderCalendar(calendars.size() + i, plan.style()));
        }
        calendars.addAll(own);
        tick();
        var provider = new ProviderAccount(plan.style(), own);
        List<String> ids = own.stream().map(ProviderCalendar::id).toList();
        String id = stack.connect(user, plan.style().type, ids, account -> new Witness(account.id(), provider));
        accounts.put(id, provider);
        names.put(id, "account" + accounts.size());
        chosen.put(id, new TreeSet<>(ids));
        model.connect(new ModelCalendar.Owner(accounts.size(), id, user, plan.style().type));
    }

    private void addLead(List<Integer> addresses) {
        var lead = stack.send("POST", "/lead/", Json.object().put("name", "Lead"));
        leads.add(lead.path("id").asString());
        names.put(leads.getLast(), "lead" + leads.size());
        addresses.forEach(number -> addContact(leads.getLast(), number));
    }

    private void addContact(String lead, int number) {
        tick();
        String address = ProviderSteps.address(number);
        var body = Json.object().put("lead_id", lead).put("name", "Contact");
        body.putArray("emails").addObject().put("email", address).put("type", "office");
        String id = stack.send("POST", "/contact/", body).path("id").asString();
        contacts.put(id, lead);
        names.put(id, "contact" + names.size());
        model.contact(id, lead, address);
    }

    /// The same text with names that people can read instead of ids.
    String readable(String text) {
        String readable = text;
        for (var entry : names.entrySet()) {
            readable = readable.replace(entry.getKey(), entry.getValue());
        }
        return readable;
    }

    MeetingModel model() {
        return model;
    }

    CalendarStack stack() {
        return stack;
    }

    private Instant now() {
        return stack.clock().now();
    }

    /// A second passes, so that no two things happen at once.
    private void tick() {
        stack.clock().advance(Duration.ofSeconds(1));
    }

    /// Takes a step, and lets Ajar and the model see to what follows from it.
    void take(Step step) {
        tick();
        if (step.kind().isAtProvider) {
            providers.take(step, now());
        } else {
            ring();
            act(step);
            ring();
            stack.match();
            model.match(now());
        }
    }

    private void ring() {
        stack.ring();
        model.ring(now());
    }

    private void act(Step step) {
        switch (step.kind()) {
            case READ -> readOne(step.a(), ProviderAccount.Trouble.NONE, step);
            case READ_BADLY -> {
                var troubles = ProviderAccount.Trouble.values();
                readOne(step.a(), troubles[1 + step.b() % (troubles.length - 1)], step);
            }
            case WAIT -> await(step);
            case CHOOSE -> choose(step);
            case ADD_CONTACT -> addContact(leads.get(step.a() % leads.size()), step.b());
            case CHANGE_CONTACT, DELETE_CONTACT, MOVE_CONTACT -> changeContact(step);
            case MERGE_LEADS -> mergeLeads(step);
            case WRITE_NOTE, DELETE_MEETING -> changeMeeting(step);
            case DELETE_ACCOUNT -> deleteAccount(step);
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    /// Time passes: some, or until a meeting begins or ends.
    private void await(Step step) {
        var moments = new TreeSet<Instant>();
        if (step.b() % 3 != 0) {
            model.meetings().forEach(link -> {
                moments.add(link.meeting().said().start());
                moments.add(link.meeting().said().end());
            });
        }
        var next = moments.higher(now());
        stack.clock().set(next == null ? now().plus(WAITS.get(step.a() % WAITS.size())) : next);
    }

    private void readOne(int number, ProviderAccount.Trouble trouble, Step step) {
        if (!accounts.isEmpty()) {
            read(List.copyOf(accounts.keySet()).get(number % accounts.size()), trouble, step.c() % 4, step.d());
        }
    }

    private AccountReading.@Nullable Outcome read(String id, ProviderAccount.Trouble trouble, int pages, long order) {
        Objects.requireNonNull(accounts.get(id)).prepare(trouble, pages, order);
        try {
            return Objects.requireNonNull(stack.read(id), "nobody else reads it");
        } catch (ProviderAccount.Crash crash) {
            // Its lease runs out, and another server goes on.
            stack.clock().advance(LEASE);
            return null;
        }
    }

    /// Reads every account once, with nothing going wrong, and tells what came of it.
    Tally readEverything() {
        var tally = Tally.NOTHING;
        for (var id : List.copyOf(accounts.keySet())) {
            tick();
            ring();
            var outcome = read(id, ProviderAccount.Trouble.NONE, 0, id.hashCode());
            if (outcome == null || outcome.error() != null) {
                throw new AssertionError("a reading failed without a reason: " + outcome);
            }
            tally = tally.plus(outcome.tally());
            tally = tally.plus(stack.match());
            model.match(now());
        }
        return tally;
    }

    private void choose(Step step) {
        if (accounts.isEmpty()) {
            return;
        }
        String id = List.copyOf(accounts.keySet()).get(step.a() % accounts.size());
        var own = Objects.requireNonNull(accounts.get(id)).calendarsHeld();
        var ids = Objects.requireNonNull(chosen.get(id));
        String calendar = own.get(step.b() % own.size()).id();
        if (!ids.remove(calendar)) {
            ids.add(calendar);
        }
        var body = Json.object();
        ids.forEach(body.putArray("synced_calendars")::add);
        stack.send("PUT", "/connected_account/" + id + "/", body);
    }

    private void changeContact(Step step) {
        if (contacts.isEmpty()) {
            return;
        }
        String id = List.copyOf(contacts.keySet()).get(step.a() % contacts.size());
        String address = ProviderSteps.address(step.b());
        switch (step.kind()) {
            case CHANGE_CONTACT -> {
                var body = Json.object();
                body.putArray("emails").addObject().put("email", address).put("type", "office");
                stack.send("PUT", "/contact/" + id + "/", body);
                model.contact(id, Objects.requireNonNull(contacts.get(id)), address);
            }
            case MOVE_CONTACT -> {
                String lead = leads.get(step.b() % leads.size());
                stack.send("PUT", "/contact/" + id + "/", Json.object().put("lead_id", lead));
                contacts.put(id, lead);
                model.moveContact(id, lead);
            }
            default -> {
                stack.send("DELETE", "/contact/" + id + "/", null);
                model.contact(id, Objects.requireNonNull(contacts.remove(id)), null);
            }
        }
    }

    private void mergeLeads(Step step) {
        if (leads.size() < 2) {
            return;
        }
        String source = leads.remove(step.a() % leads.size());
        String destination = leads.get(step.b() % leads.size());
        stack.send("POST", "/lead/merge/", Json.object().put("source", source).put("destination", destination));
        contacts.replaceAll((_, lead) -> lead.equals(source) ? destination : lead);
        model.mergeLeads(source, destination);
    }

    private void changeMeeting(Step step) {
        var meetings = model.meetings();
        if (meetings.isEmpty()) {
            return;
        }
        var link = meetings.get(step.a() % meetings.size());
        var ids = WorldCheck.ids(stack, link);
        if (ids.size() != 1) {
            // Which of two is meant cannot be told; the check at the end says whether there may be two.
            return;
        }
        String path = "/activity/meeting/" + ids.getFirst() + "/";
        if (step.kind() == Step.Kind.DELETE_MEETING) {
            stack.send("DELETE", path, null);
            link.delete();
        } else {
            String note = "Note " + ++notes;
            stack.send("PUT", path, Json.object().put("user_note", note));
            link.meeting().write(note);
        }
    }

    private void deleteAccount(Step step) {
        if (accounts.size() < 2) {
            return;
        }
        String id = List.copyOf(accounts.keySet()).get(step.a() % accounts.size());
        stack.send("DELETE", "/connected_account/" + id + "/", null);
        accounts.remove(id);
        model.disconnect(id);
    }

    /// Reads a provider's account, and has the model see what Ajar sees.
    private final class Witness implements Connector {
        private final String id;
        private final ProviderAccount provider;

        Witness(String id, ProviderAccount provider) {
            this.id = id;
            this.provider = provider;
        }

        @Override
        public List<CalendarInfo> calendars() throws ConnectorException {
            var infos = provider.calendars();
            model.listed(id, infos, Objects.requireNonNull(chosen.get(id)), now());
            return infos;
        }

        @Override
        public void changes(String calendarId, @Nullable String cursor, Window window, Receiver receiver)
                throws ConnectorException {
            try {
                provider.changes(calendarId, cursor, window, witnessed(calendarId, receiver));
            } catch (ConnectorException failed) {
                if (failed.reason() == ConnectorException.Reason.CALENDAR_GONE) {
                    model.lost(id, calendarId, now());
                }
                throw failed;
            }
        }

        private Receiver witnessed(String calendarId, Receiver receiver) {
            return new Receiver() {
                @Override
                public void startOver() {
                    receiver.startOver();
                    model.startOver(id, calendarId);
                }

                @Override
                public void page(Page page) {
                    receiver.page(page);
                    model.page(id, calendarId, page);
                }

                @Override
                public void finish(String cursor) {
                    receiver.finish(cursor);
                    model.finish(id, calendarId, now());
                }

                @Override
                public Map<String, String> versions() {
                    return receiver.versions();
                }
            };
        }
    }
}
