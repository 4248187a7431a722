/// Connected accounts, and the meetings that come of their calendars.
///
/// A worker reads the calendars of each account through a connector and stores what they hold; what
/// changed is then matched: all copies of an event together decide which leads have which meetings
/// (Close docs: Meetings). See the decisions 0015 and 0016.
@NullMarked
package ajar.sync;

import org.jspecify.annotations.NullMarked;
