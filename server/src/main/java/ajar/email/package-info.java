/// Email as text: addresses, subjects, bodies, quotes, dates and message ids.
///
/// The wire shows addresses as `addr` or `"Name" <addr>`, bodies in text and HTML with their quoted
/// parts folded, a preview of about 200 characters, and an envelope with an RFC 2822 date (Close docs:
/// Emails, Email Threads).
@NullMarked
package ajar.email;

import org.jspecify.annotations.NullMarked;
