package ajar.sync;

import ajar.calendar.Details;
import ajar.calendar.Guest;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The e-mail addresses in an event, in lower case.
final class Addresses {
    private static final int MOST = 1000;
    private static final int LONGEST_TEXT = 100_000;
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");

    private Addresses() {}

    /// Those of the guests.
    static Set<String> ofGuests(Details details) {
        Set<String> addresses = new LinkedHashSet<>();
        details.guests().stream()
                .map(Guest::key)
                .filter(key -> !key.isEmpty() && key.indexOf('\n') < 0)
                .limit(MOST)
                .map(DetailsJson::storable)
                .forEach(addresses::add);
        return addresses;
    }

    /// Those that the title and the description speak of: booking tools often name the guest only there.
    static Set<String> mentioned(Details details) {
        Set<String> addresses = new LinkedHashSet<>();
        String text = details.title() + "\n" + details.description();
        var found = ADDRESS.matcher(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
        while (found.find() && addresses.size() < MOST) {
            addresses.add(found.group().toLowerCase(Locale.ROOT));
        }
        return addresses;
    }
}
