package ajar.simulate.calendar;

import java.util.List;

/// A lasting peculiarity of a simulated provider that can be turned on, off, or to a value.
///
/// @param word what it is called over HTTP
/// @param type of its values: Boolean, Integer or String
/// @param initial its value until it is set
/// @param choices the values it can take; empty when any will do
/// @param meaning what it does, for people
public record Switch<T>(String word, Class<T> type, T initial, List<T> choices, String meaning) {
    /// A switch that is off at first.
    public static Switch<Boolean> flag(String word, String meaning) {
        return new Switch<>(word, Boolean.class, false, List.of(), meaning);
    }

    /// A switch with a number.
    public static Switch<Integer> number(String word, int initial, String meaning) {
        return new Switch<>(word, Integer.class, initial, List.of(), meaning);
    }

    /// A switch with some words to choose from; the first of them holds at first.
    public static Switch<String> choice(String word, List<String> choices, String meaning) {
        return new Switch<>(word, String.class, choices.getFirst(), choices, meaning);
    }
}
