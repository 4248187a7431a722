/// The page on which people connect their calendars, and the way to Google and Microsoft and back.
@NullMarked
package ajar.sync.page;

import org.jspecify.annotations.NullMarked;
