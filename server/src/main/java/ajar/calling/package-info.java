/// Calling: the telephone numbers of contacts, calls and messages.
///
/// A number travels as E.164 beside its international spelling and its country. A number nobody could
/// dial is still kept, only without a country, as Close does with `1234` in Great Britain (observed in
/// Close's own scripts).
@NullMarked
package ajar.calling;

import org.jspecify.annotations.NullMarked;
