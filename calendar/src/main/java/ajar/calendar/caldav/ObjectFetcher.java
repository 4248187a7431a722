package ajar.calendar.caldav;

import ajar.calendar.CalendarObject;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.EventCopy;
import ajar.calendar.Page;
import ajar.calendar.Quarantined;
import ajar.calendar.Receiver;
import ajar.calendar.caldav.DavClient.Content;
import ajar.calendar.ical.ICalendarException;
import ajar.calendar.ical.ICalendarReader;
import ajar.calendar.ical.Sink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gets the content of resources, many at a time. Where a server fails over one of them it gets each by
/// itself, and puts the one in quarantine.
final class ObjectFetcher {
    private static final int BATCH = 50;

    private final DavClient client;
    private final URI collection;
    private final ZoneId fallback;
    private final Receiver receiver;
    private @Nullable SortedMap<String, String> known;

    ObjectFetcher(DavClient client, URI collection, ZoneId fallback, Receiver receiver) {
        this.client = client;
        this.collection = collection;
        this.fallback = fallback;
        this.receiver = receiver;
    }

    /// What was received before, by key: resources by their paths, and parts of them that are in
    /// quarantine by the path, a `#` and more.
    SortedMap<String, String> known() {
        if (known == null) {
            known = new TreeMap<>(receiver.versions());
        }
        return known;
    }

    /// Fetches resources and hands them on, page by page.
    void fetch(List<Listed> resources) throws ConnectorException {
        for (int from = 0; from < resources.size(); from += BATCH) {
            fetchBatch(resources.subList(from, Math.min(from + BATCH, resources.size())));
        }
    }

    /// Says that resources are gone.
    void remove(List<String> keys) {
        List<String> removed = new ArrayList<>();
        for (String key : keys) {
            removed.add(key);
            removed.addAll(partsOf(key));
        }
        for (int from = 0; from < removed.size(); from += 500) {
            receiver.page(new Page(List.of(), removed.subList(from, Math.min(from + 500, removed.size())), List.of()));
        }
    }

    private Set<String> partsOf(String key) {
        return known().subMap(key + "#", key + "$").keySet();
    }

    /// What came of a batch.
    private final class Batch {
        private final List<CalendarObject> objects = new ArrayList<>();
        private final List<Quarantined> quarantined = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();

        void add(Listed resource, String text, @Nullable String etag) {
            add(resource, text.getBytes(StandardCharsets.UTF_8), etag);
        }

        void add(Listed resource, byte[] text, @Nullable String etag) {
            var parts = new Parts(resource.key());
            String version = etag == null || etag.isEmpty() ? resource.etag() : etag;
            try (ICalendarReader reader =
                    ICalendarReader.open(new ByteArrayInputStream(text), DavClient.MAXIMUM_OBJECT)) {
                reader.read(fallback, parts);
                Set<String> gone = new HashSet<>(partsOf(resource.key()));
                if (parts.copies.isEmpty() && !parts.broken.isEmpty()) {
                    Quarantined first = parts.broken.removeFirst();
                    quarantined.add(new Quarantined(resource.key(), first.title(), first.reason()));
                } else {
                    // One without events, such as a task, is an object all the same: it need not be asked
                    // for again.
                    objects.add(new CalendarObject(resource.key(), version.isEmpty() ? null : version, parts.copies));
                }
                quarantined.addAll(parts.broken);
                parts.broken.forEach(it -> gone.remove(it.key()));
                removed.addAll(gone);
            } catch (ICalendarException | IOException unreadable) {
                quarantine(resource, String.valueOf(unreadable.getMessage()));
            }
        }

        void quarantine(Listed resource, String reason) {
            quarantined.add(new Quarantined(resource.key(), "", reason));
        }

        void flush() {
            receiver.page(new Page(objects, removed, quarantined));
        }
    }

    /// Copies of one resource, and what could not be read of it.
    private static final class Parts implements Sink {
        private final String key;
        private final List<EventCopy> copies = new ArrayList<>();
        private final List<Quarantined> broken = new ArrayList<>();

        Parts(String key) {
            this.key = key;
        }

        @Override
        public void take(CalendarObject object) {
            copies.addAll(object.copies());
        }

        @Override
        public void quarantine(Quarantined part) {
            broken.add(new Quarantined(key + "#" + part.key(), part.title(), part.reason()));
        }
    }

    private void fetchBatch(List<Listed> resources) throws ConnectorException {
        Map<String, Listed> missing = new HashMap<>();
        resources.forEach(resource -> missing.put(resource.key(), resource));
        var batch = new Batch();
        try {
            var hrefs = resources.stream().map(Listed::href).toList();
            for (DavResponse response :
                    client.report(collection, Dav.multiget(hrefs)).responses()) {
                String data = response.properties().containsKey(Dav.DATA)
                        ? response.properties().get(Dav.DATA).text()
                        : "";
                String key = Hrefs.path(collection, response.href());
                if (!data.isBlank() && missing.containsKey(key)) {
                    batch.add(missing.remove(key), data, response.text(Dav.ETAG));
                }
            }
        } catch (DavRefusal refusal) {
            if (refusal.concernsAll()) {
                throw refusal.failure();
            }
        }
        fetchEach(resources.stream().filter(it -> missing.containsKey(it.key())).toList(), batch);
        batch.flush();
    }

    private void fetchEach(List<Listed> resources, Batch batch) throws ConnectorException {
        boolean isAlive = false;
        for (Listed resource : resources) {
            URI address = Hrefs.resolve(collection, resource.href());
            try {
                Content content = client.get(address == null ? collection.resolve(resource.key()) : address);
                batch.add(resource, content.bytes(), content.etag());
                isAlive = true;
            } catch (DavRefusal refusal) {
                if (refusal.status() == 404 || refusal.status() == 410) {
                    batch.removed.add(resource.key());
                    batch.removed.addAll(partsOf(resource.key()));
                    continue;
                }
                if (refusal.concernsAll()) {
                    throw refusal.failure();
                }
                if (!isAlive) {
                    checkThatItIsTheResource();
                    isAlive = true;
                }
                batch.quarantine(
                        resource,
                        "The server does not give it out. " + refusal.failure().getMessage());
            }
        }
    }

    /// A resource is only to blame while the collection itself answers.
    private void checkThatItIsTheResource() throws ConnectorException {
        try {
            client.propfind(collection, 0, List.of(Dav.RESOURCE_TYPE));
        } catch (DavRefusal refusal) {
            throw refusal.failure();
        }
    }

    /// A listing that does not even hold the collection itself is not believed.
    static ConnectorException incomplete(URI collection) {
        return new ConnectorException(
                Reason.UNAVAILABLE, collection.getHost() + " lists the calendar's events incompletely.", "");
    }
}
