package ajar.lead;

import ajar.calling.PhoneNumber;
import ajar.email.EmailAddress;
import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Items;
import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The lists inside a contact: e-mail addresses, telephone numbers, links (Close docs: Contacts).
final class ContactLists {
    private static final JsonNode OFFICE = Json.object().stringNode("office");

    /// `[{email, is_unsubscribed, type}]`.
    static final Codec<JsonNode> EMAILS = Items.of()
            .required("email", Codecs.TEXT)
            .readOnly("is_unsubscribed", Codecs.BOOL, Json.object().booleanNode(false))
            .or("type", Codecs.text(100), OFFICE)
            .atMost(100)
            .checkedBy(ContactLists::checkEmail)
            .codec();

    /// `[{country, phone, phone_formatted, type}]`; the numbers are normalised by [#normalizePhones].
    static final Codec<JsonNode> PHONES = Items.of()
            .readOnly("country", Codecs.TEXT, Json.object().nullNode())
            .required("phone", Codecs.text(100))
            .readOnly("phone_formatted", Codecs.TEXT, Json.object().nullNode())
            .or("type", Codecs.text(100), OFFICE)
            .atMost(100)
            .codec();

    /// `[{type, url}]`.
    static final Codec<JsonNode> URLS = Items.of()
            .or("type", Codecs.text(100), Json.object().stringNode("url"))
            .required("url", Codecs.text(2083))
            .atMost(100)
            .checkedBy(ContactLists::checkUrl)
            .codec();

    private ContactLists() {}

    private static void checkEmail(ObjectNode item) {
        String email = item.path("email").asString("").strip();
        if (!EmailAddress.isValid(email)) {
            throw Items.rejected("email", "Invalid email address.");
        }
        item.put("email", email);
    }

    private static void checkUrl(ObjectNode item) {
        try {
            item.put("url", Urls.normalize(item.path("url").asString("")));
        } catch (Rejected rejected) {
            throw Items.rejected("url", "Invalid URL.");
        }
    }

    /// Every address in lower case, without duplicates, for finding the contact by one.
    static List<String> addresses(JsonNode emails) {
        var addresses = new TreeSet<String>();
        emails.forEach(email -> addresses.add(email.path("email").asString("").toLowerCase(Locale.ROOT)));
        return List.copyOf(addresses);
    }

    /// Brings the numbers to E.164, reading those without a prefix in `country`. Throws [Rejected] for
    /// what is no number.
    static JsonNode normalizePhones(JsonNode phones, String country) {
        var normal = Json.array();
        var errors = Json.object();
        for (int i = 0; i < phones.size(); i++) {
            var number = PhoneNumber.parse(phones.get(i).path("phone").asString(""), country);
            if (number == null) {
                errors.set(
                        Integer.toString(i),
                        Items.rejected(
                                        "phone",
                                        "Phone number is not valid. Please use the international format like "
                                                + "+16505551234")
                                .detail());
                continue;
            }
            normal.add(Json.object()
                    .put("country", number.country())
                    .put("phone", number.e164())
                    .put("phone_formatted", number.formatted())
                    .set("type", phones.get(i).path("type")));
        }
        if (!errors.isEmpty()) {
            throw new Rejected(Json.object().set("errors", errors));
        }
        return normal;
    }

    /// The first value of `key` in a list of objects, for display names; empty when there is none.
    static String first(JsonNode list, String key) {
        List<String> values = new ArrayList<>();
        list.forEach(item -> values.add(item.path(key).asString("")));
        return values.isEmpty() ? "" : values.getFirst();
    }
}
