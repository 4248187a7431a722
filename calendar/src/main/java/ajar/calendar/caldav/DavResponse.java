package ajar.calendar.caldav;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a server says of one resource (RFC 4918, 14.24).
///
/// @param href as the server wrote it
/// @param status of the resource as a whole; 200 when it only says those of properties
/// @param properties those it has, by name
record DavResponse(String href, int status, Map<String, Property> properties) {
    /// A property of a resource.
    ///
    /// @param text its text, that of its elements included
    /// @param hrefs what it points to
    /// @param elements the names of all elements in it
    /// @param components the names of calendar components in it
    record Property(String text, List<String> hrefs, Set<String> elements, Set<String> components) {}

    /// The text of a property, stripped; empty when it is absent.
    String text(String property) {
        Property found = properties.get(property);
        return found == null ? "" : found.text().strip();
    }

    /// What a property points to.
    List<String> hrefs(String property) {
        Property found = properties.get(property);
        return found == null ? List.of() : found.hrefs();
    }

    /// Whether a property has an element somewhere in it.
    boolean has(String property, String element) {
        Property found = properties.get(property);
        return found != null && found.elements().contains(element);
    }

    /// A property; null when it is absent.
    @Nullable
    Property property(String property) {
        return properties.get(property);
    }
}
