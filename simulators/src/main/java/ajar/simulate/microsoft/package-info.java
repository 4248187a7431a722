/// The calendars of Microsoft Graph, version 1.0.
@NullMarked
package ajar.simulate.microsoft;

import org.jspecify.annotations.NullMarked;
