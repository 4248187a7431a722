/// Calendars of Microsoft 365 and outlook.com, read through Microsoft Graph, version 1.0.
@NullMarked
package ajar.calendar.microsoft;

import org.jspecify.annotations.NullMarked;
