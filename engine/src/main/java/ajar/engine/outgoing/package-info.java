/// Requests to addresses that other people chose: webhooks, calendars, feeds. Guarded against reaching
/// private networks, bounded in time and size.
@NullMarked
package ajar.engine.outgoing;

import org.jspecify.annotations.NullMarked;
