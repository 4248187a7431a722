package ajar.calendar;

/// Something in a calendar that could not be read, which does not keep the rest from being read.
///
/// @param key the key of the [CalendarObject] it would have been
/// @param title what its owner knows it by: the title or else the UID; empty when neither could be
///     read
/// @param reason a sentence that says what is wrong with it
public record Quarantined(String key, String title, String reason) {}
