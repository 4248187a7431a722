/// How events reach the subscriptions: planned in the transaction of the event, kept in a queue in the
/// database, sent by any server, tried again until it works or three days have passed.
@NullMarked
package ajar.webhook.delivery;

import org.jspecify.annotations.NullMarked;
