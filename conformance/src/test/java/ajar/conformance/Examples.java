package ajar.conformance;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Fills the placeholders of the description's examples with ids of real objects, which are made when
/// first needed and belong together: the contact is one of the lead.
final class Examples {
    private final Crm crm;
    private final Map<String, Supplier<String>> makers = new LinkedHashMap<>();
    private final Map<String, String> made = new HashMap<>();

    Examples(Crm crm) {
        this.crm = crm;
        makers.put("$organization_id", () -> crm.organization);
        makers.put("$user_id", () -> crm.user);
        makers.put("$lead_id", () -> crm.lead().id());
        makers.put("$other_lead_id", () -> crm.lead().id());
        makers.put("$contact_id", this::contact);
        makers.put("$other_contact_id", this::contact);
        makers.put("$status_id", () -> crm.leadStatus("Status " + Crm.unique()).id());
        makers.put(
                "$other_status_id",
                () -> crm.leadStatus("Status " + Crm.unique()).id());
        makers.put("$outcome_id", () -> crm.outcome("Outcome " + Crm.unique()).id());
        makers.put(
                "$other_outcome_id",
                () -> crm.outcome("Outcome " + Crm.unique()).id());
        makers.put(
                "$email_id",
                () -> crm.email(value("$lead_id"), "Hello", "ada@example.com").id());
        makers.put(
                "$whatsapp_message_id",
                () -> crm.whatsapp(value("$lead_id"), value("$contact_id"), "wa" + Crm.unique())
                        .id());
    }

    Map<String, Object> fill(JsonNode example) {
        var filled = new LinkedHashMap<String, Object>();
        int unique = Crm.unique();
        Json.object(example).forEach((key, value) -> filled.put(key, fill(value, unique)));
        return filled;
    }

    private Object fill(Object value, int unique) {
        return switch (value) {
            case String text when makers.containsKey(text) -> value(text);
            case String text -> text.replace("$unique", String.valueOf(unique));
            case List<?> list -> list.stream().map(each -> fill(each, unique)).toList();
            case Map<?, ?> map -> {
                var filled = new LinkedHashMap<String, Object>();
                map.forEach((key, each) -> filled.put((String) key, fill(each, unique)));
                yield filled;
            }
            case null -> null;
            default -> value;
        };
    }

    private String value(String placeholder) {
        String known = made.get(placeholder);
        if (known == null) {
            known = makers.get(placeholder).get();
            made.put(placeholder, known);
        }
        return known;
    }

    private String contact() {
        return crm.contact(value("$lead_id"), "contact" + Crm.unique() + "@example.com")
                .id();
    }
}
