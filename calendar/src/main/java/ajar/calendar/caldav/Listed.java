package ajar.calendar.caldav;

/// A resource of a collection.
///
/// @param key its path, written in one way
/// @param href as the server wrote it
/// @param etag empty when the server gives none
record Listed(String key, String href, String etag) {}
