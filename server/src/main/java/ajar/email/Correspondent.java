package ajar.email;

import ajar.activity.Activity;
import ajar.engine.entity.Draft;
import ajar.engine.field.Field;
import ajar.engine.predicate.Predicate;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which of the lead's contacts a message was exchanged with.
final class Correspondent {
    private Correspondent() {}

    /// The id of the contact who has the first recipient's address, or the sender's for a message that
    /// came in; null when none has.
    static @Nullable String find(Draft email, Work work) {
        String lead = email.get(Activity.LEAD_ID);
        if (lead == null) {
            return null;
        }
        List<String> addresses = new ArrayList<>();
        if (Email.INCOMING.equals(email.get(Email.DIRECTION))) {
            addresses.add(Objects.requireNonNullElse(email.get(Email.SENDER), ""));
        } else {
            addresses.addAll(email.need(Email.TO));
        }
        var contacts = work.resource("contact");
        @SuppressWarnings("unchecked") // declared so by Contact
        var known = (Field<List<String>>) Objects.requireNonNull(contacts.field("email_addresses"));
        for (var text : addresses) {
            var address = EmailAddress.parse(text);
            if (address != null) {
                var has = Predicate.all(
                        Predicate.equal(Activity.LEAD_ID, lead),
                        Predicate.holds(known, address.email().toLowerCase(Locale.ROOT)));
                var found = work.all(contacts, has, 1);
                if (!found.isEmpty()) {
                    return found.getFirst().need(Stamps.ID);
                }
            }
        }
        return null;
    }
}
