package ajar.simulate.calendar;

import ajar.simulate.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The switches of a simulator as they stand.
public final class Switches {
    private final Map<String, Switch<?>> known = new LinkedHashMap<>();
    private final Map<String, Object> set = new ConcurrentHashMap<>();

    public Switches(List<Switch<?>> switches) {
        switches.forEach(one -> known.put(one.word(), one));
    }

    /// The value of a switch.
    public <T> T get(Switch<T> one) {
        return one.type().cast(set.getOrDefault(one.word(), one.initial()));
    }

    /// Sets a switch. Throws [IllegalArgumentException] when it cannot take the value.
    public <T> void set(Switch<T> one, T value) {
        if (!one.choices().isEmpty() && !one.choices().contains(value)) {
            throw new IllegalArgumentException(one.word() + " is one of " + one.choices());
        }
        set.put(one.word(), value);
    }

    /// Sets switches by their words. Throws [IllegalArgumentException] for a switch that does not exist
    /// and for a value that it cannot take.
    public void set(ObjectNode values) {
        values.forEachEntry((word, value) -> {
            Switch<?> one = known.get(word);
            if (one == null) {
                throw new IllegalArgumentException("No switch " + word + "; there are " + known.keySet());
            }
            set(one, value);
        });
    }

    private <T> void set(Switch<T> one, JsonNode value) {
        Object converted = value.isBoolean()
                ? (Object) value.booleanValue()
                : value.isInt() ? (Object) value.intValue() : value.asString("");
        if (!one.type().isInstance(converted)) {
            throw new IllegalArgumentException(
                    one.word() + " takes a " + one.type().getSimpleName());
        }
        set(one, one.type().cast(converted));
    }

    /// Puts all of them back to where they were at first.
    public void reset() {
        set.clear();
    }

    /// All switches with their values and meanings.
    public ObjectNode describe() {
        ObjectNode all = Json.object();
        known.values().forEach(one -> {
            ObjectNode shown = all.putObject(one.word());
            switch (get(one)) {
                case Boolean flag -> shown.put("value", flag);
                case Integer number -> shown.put("value", number);
                default -> shown.put("value", String.valueOf(get(one)));
            }
            shown.put("meaning", one.meaning());
            if (!one.choices().isEmpty()) {
                var choices = shown.putArray("choices");
                one.choices().forEach(choice -> choices.add(String.valueOf(choice)));
            }
        });
        return all;
    }
}
