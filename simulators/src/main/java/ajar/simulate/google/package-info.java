/// Google Calendar, API version 3.
@NullMarked
package ajar.simulate.google;

import org.jspecify.annotations.NullMarked;
