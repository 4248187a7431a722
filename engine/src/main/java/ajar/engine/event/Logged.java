package ajar.engine.event;

import ajar.engine.resource.Change;

/// An event that was just written.
///
/// @param id the event's id, `ev_…`
/// @param action what happened, such as `created`
/// @param change the change it tells of; the last one when it was extended
/// @param isExtended whether an earlier event took this change in, by consolidation
public record Logged(String id, String action, Change change, boolean isExtended) {}
