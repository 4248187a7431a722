package ajar.calendar.ical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A component as far as it is of interest: its own properties, and its parts.
///
/// @param name such as `VEVENT`
/// @param properties by name, in the order of the text
/// @param parts the components in it
record Component(String name, Map<String, List<ContentLine>> properties, List<Component> parts) {
    /// Properties of a component that are kept; beyond, it is not a meeting.
    private static final int MAX_LINES = 20_000;

    /// Characters of a component that are kept.
    private static final int MAX_LENGTH = 2 << 20;

    private static final int MAX_DEPTH = 4;
    private static final int MAX_PARTS = 2_000;

    /// Properties that are large and never looked at.
    private static final Set<String> IGNORED = Set.of("ATTACH", "IMAGE", "PHOTO");

    /// Reads a component whose BEGIN is the current line, up to its END.
    ///
    /// @throws BrokenEvent when it has no end, or is too large
    static Component read(String name, Lines lines) throws IOException, BrokenEvent {
        return read(name, lines, 0);
    }

    private static Component read(String name, Lines lines, int depth) throws IOException, BrokenEvent {
        var component = new Component(name, new LinkedHashMap<>(), new ArrayList<>());
        String end = "END:" + name;
        int count = 0;
        int length = 0;
        while (lines.next()) {
            if (lines.isExactly(end)) {
                return component;
            }
            if (lines.isExactly("END:VCALENDAR") || lines.isExactly("BEGIN:VCALENDAR")) {
                break;
            }
            ContentLine line = ContentLine.parse(lines.text());
            if (line == null || IGNORED.contains(line.name())) {
                continue;
            }
            if (line.name().equals("BEGIN")) {
                component.readPart(line.value().strip(), lines, depth);
                continue;
            }
            component
                    .properties
                    .computeIfAbsent(line.name(), _ -> new ArrayList<>(1))
                    .add(line);
            length += line.value().length();
            if (++count > MAX_LINES || length > MAX_LENGTH) {
                throw new BrokenEvent("It is larger than any meeting.");
            }
        }
        throw new BrokenEvent("It has no end.");
    }

    private void readPart(String part, Lines lines, int depth) throws IOException, BrokenEvent {
        if (depth == MAX_DEPTH || parts.size() == MAX_PARTS || part.equalsIgnoreCase(name)) {
            throw new BrokenEvent("It has no end.");
        }
        parts.add(read(part.toUpperCase(Locale.ROOT), lines, depth + 1));
    }

    /// The first property of a name; null when there is none.
    @Nullable
    ContentLine first(String property) {
        List<ContentLine> lines = properties.get(property);
        return lines == null ? null : lines.getFirst();
    }

    /// The value of the last property of a name that has one; empty when there is none.
    String last(String property) {
        for (ContentLine line : all(property).reversed()) {
            String value = line.value().strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /// All properties of a name.
    List<ContentLine> all(String property) {
        return properties.getOrDefault(property, List.of());
    }
}
