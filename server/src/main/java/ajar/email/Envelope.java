package ajar.email;

import ajar.engine.entity.Draft;
import ajar.engine.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The addresses and ids of a message as it carries them, in the form of the wire.
final class Envelope {
    private Envelope() {}

    /// The envelope of a message sent or received at `date`.
    static ObjectNode of(Draft email, Instant date) {
        var sender = identities(List.of(Objects.requireNonNullElse(email.get(Email.SENDER), "")));
        var envelope = Json.object();
        envelope.set("bcc", identities(email.need(Email.BCC)));
        envelope.set("cc", identities(email.need(Email.CC)));
        envelope.put("date", Rfc2822.format(date));
        envelope.set("from", sender);
        var references = email.need(Email.REFERENCES);
        envelope.put("in_reply_to", references.isEmpty() ? null : references.getLast());
        envelope.put("is_autoreply", false);
        envelope.put("message_id", email.need(Email.MESSAGE_IDS).getFirst());
        envelope.putArray("reply_to");
        envelope.set("sender", sender.deepCopy());
        envelope.put("subject", email.get(Email.SUBJECT));
        envelope.set("to", identities(email.need(Email.TO)));
        return envelope;
    }

    /// `[{email, name}]` of a list of addresses; what is no address is left out.
    static ArrayNode identities(List<String> addresses) {
        var identities = Json.array();
        for (var text : addresses) {
            var address = EmailAddress.parse(text);
            if (address != null) {
                identities.addObject().put("email", address.email()).put("name", nameOf(address.name()));
            }
        }
        return identities;
    }

    private static String nameOf(@Nullable String name) {
        return name == null ? "" : name;
    }
}
