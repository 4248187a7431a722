/// Webhooks: subscriptions to events, what they ask for, and the record of what was sent to them.
///
/// The subpackage `delivery` is the machinery that sends: it keeps a queue in the database, so it is
/// the one place outside the engine that speaks SQL of its own.
@NullMarked
package ajar.webhook;

import org.jspecify.annotations.NullMarked;
