/// What the simulated providers have in common: users, calendars, events, recurrences, control.
@NullMarked
package ajar.simulate.calendar;

import org.jspecify.annotations.NullMarked;
