package ajar.calendar.caldav;

import ajar.calendar.CalendarInfo;
import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.caldav.DavResponse.Property;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the calendars of a user, whatever address was given: a calendar, the home of the user's
/// calendars, the user, or the server (RFC 6764, RFC 5397, RFC 4791).
final class Discovery {
    private static final List<String> ABOUT = List.of(
            Dav.RESOURCE_TYPE,
            Dav.DISPLAY_NAME,
            Dav.COMPONENTS,
            Dav.PRIVILEGES,
            Dav.PRINCIPAL,
            Dav.HOME_SET,
            Dav.INBOX);

    private final DavClient client;
    private final URI given;

    Discovery(DavClient client, URI given) {
        this.client = client;
        this.given = given;
    }

    List<CalendarInfo> calendars() throws ConnectorException {
        try {
            List<CalendarInfo> calendars = at(given);
            if (calendars == null) {
                calendars = atWellKnown();
            }
            if (calendars != null) {
                return calendars;
            }
        } catch (DavRefusal refusal) {
            throw refusal.failure();
        }
        throw new ConnectorException(
                Reason.NOT_A_CALENDAR,
                given.getHost() + " shows no calendars of this user at this address.",
                "Give the address that your provider names for CalDAV.");
    }

    /// The calendars that an address leads to; null when it leads to none.
    private @Nullable List<CalendarInfo> at(URI address) throws DavRefusal {
        DavResponse about;
        URI base;
        try {
            var answer = client.propfind(address, 0, ABOUT);
            base = answer.address();
            about = answer.responses().isEmpty() ? null : answer.responses().getFirst();
        } catch (DavRefusal refusal) {
            if (refusal.concernsAll() || refusal.status() >= 500) {
                throw refusal;
            }
            return null;
        }
        if (about == null) {
            return null;
        }
        if (isCalendar(about)) {
            return List.of(info(base, about, true));
        }
        List<URI> homes = homes(base, about);
        return homes.isEmpty() ? within(base, about) : inHomes(homes, defaultCalendar(base, about));
    }

    private @Nullable List<CalendarInfo> atWellKnown() throws DavRefusal {
        URI wellKnown = given.resolve("/.well-known/caldav");
        List<CalendarInfo> calendars = at(wellKnown);
        if (calendars == null) {
            // Some servers redirect nothing but GET.
            URI elsewhere = client.redirect(wellKnown);
            calendars = elsewhere == null ? null : at(elsewhere);
        }
        return calendars == null && !given.getPath().equals("/") ? at(given.resolve("/")) : calendars;
    }

    private List<URI> homes(URI base, DavResponse about) throws DavRefusal {
        List<URI> homes = addresses(base, about.hrefs(Dav.HOME_SET));
        for (URI principal : homes.isEmpty() ? addresses(base, about.hrefs(Dav.PRINCIPAL)) : List.<URI>of()) {
            var answer = client.propfind(principal, 0, List.of(Dav.HOME_SET, Dav.INBOX));
            for (DavResponse response : answer.responses()) {
                homes.addAll(addresses(answer.address(), response.hrefs(Dav.HOME_SET)));
            }
        }
        return homes;
    }

    /// Where invitations go by default (RFC 6638, 9.2), which makes it the main calendar; empty when the
    /// server does not say.
    private String defaultCalendar(URI base, DavResponse about) throws DavRefusal {
        List<URI> inboxes = addresses(base, about.hrefs(Dav.INBOX));
        for (URI principal : inboxes.isEmpty() ? addresses(base, about.hrefs(Dav.PRINCIPAL)) : List.<URI>of()) {
            for (DavResponse response :
                    client.propfind(principal, 0, List.of(Dav.INBOX)).responses()) {
                inboxes.addAll(addresses(principal, response.hrefs(Dav.INBOX)));
            }
        }
        try {
            for (URI inbox : inboxes) {
                for (DavResponse response :
                        client.propfind(inbox, 0, List.of(Dav.DEFAULT_CALENDAR)).responses()) {
                    for (String href : response.hrefs(Dav.DEFAULT_CALENDAR)) {
                        return Hrefs.path(inbox, href);
                    }
                }
            }
        } catch (DavRefusal refusal) {
            if (refusal.concernsAll()) {
                throw refusal;
            }
        }
        return "";
    }

    private List<CalendarInfo> inHomes(List<URI> homes, String defaultPath) throws DavRefusal {
        Map<String, CalendarInfo> calendars = new LinkedHashMap<>();
        for (URI home : homes) {
            for (CalendarInfo calendar : children(home, defaultPath)) {
                calendars.putIfAbsent(calendar.id(), calendar);
            }
        }
        List<CalendarInfo> found = new ArrayList<>(calendars.values());
        if (!found.isEmpty() && found.stream().noneMatch(CalendarInfo::isPrimary)) {
            CalendarInfo first = found.getFirst();
            found.set(
                    0,
                    new CalendarInfo(
                            first.id(), first.aliases(), first.name(), true, first.isReadable(), first.isOwn()));
        }
        return found;
    }

    /// The calendars in a plain collection; null when there are none.
    private @Nullable List<CalendarInfo> within(URI base, DavResponse about) throws DavRefusal {
        if (!about.has(Dav.RESOURCE_TYPE, "collection")) {
            return null;
        }
        List<CalendarInfo> found = inHomes(List.of(base), "");
        return found.isEmpty() ? null : found;
    }

    private List<CalendarInfo> children(URI home, String defaultPath) throws DavRefusal {
        var answer =
                client.propfind(home, 1, List.of(Dav.RESOURCE_TYPE, Dav.DISPLAY_NAME, Dav.COMPONENTS, Dav.PRIVILEGES));
        List<CalendarInfo> calendars = new ArrayList<>();
        for (DavResponse response : answer.responses()) {
            if (isCalendar(response)) {
                String path = Hrefs.path(answer.address(), response.href());
                calendars.add(info(answer.address(), response, path.equals(defaultPath)));
            }
        }
        return calendars;
    }

    private static boolean isCalendar(DavResponse response) {
        Property components = response.property(Dav.COMPONENTS);
        return response.has(Dav.RESOURCE_TYPE, "calendar")
                && (components == null
                        || components.components().isEmpty()
                        || components.components().contains("VEVENT"));
    }

    private static CalendarInfo info(URI base, DavResponse response, boolean isPrimary) {
        URI address = Hrefs.resolve(base, response.href());
        URI id = address == null ? base : address;
        String name = response.text(Dav.DISPLAY_NAME);
        Property privileges = response.property(Dav.PRIVILEGES);
        boolean isReadable = privileges == null
                || privileges.elements().isEmpty()
                || privileges.elements().contains("read")
                || privileges.elements().contains("all");
        // Nextcloud's calendar of birthdays is made of the address book.
        boolean isOwn =
                !response.has(Dav.RESOURCE_TYPE, "subscribed") && !id.getPath().endsWith("/contact_birthdays/");
        return new CalendarInfo(
                id.toString(), List.of(), name.isEmpty() ? lastSegment(id) : name, isPrimary, isReadable, isOwn);
    }

    private static String lastSegment(URI address) {
        String[] segments = address.getPath().split("/");
        return segments.length == 0 ? address.getHost() : segments[segments.length - 1];
    }

    private static List<URI> addresses(URI base, List<String> hrefs) {
        List<URI> addresses = new ArrayList<>();
        for (String href : hrefs) {
            URI address = Hrefs.resolve(base, href);
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }
}
