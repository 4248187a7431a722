package ajar.meeting;

/// One way to join a meeting, an element of `conference_links` (Close docs: Meetings).
///
/// @param type who runs the conference
/// @param url the address to open, as found
public record ConferenceLink(ConferenceType type, String url) {}
