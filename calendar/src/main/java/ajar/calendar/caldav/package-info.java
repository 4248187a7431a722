/// Calendars on servers that speak CalDAV (RFC 4791), read and never written: PROPFIND, REPORT and GET
/// are all that is ever sent.
@NullMarked
package ajar.calendar.caldav;

import org.jspecify.annotations.NullMarked;
