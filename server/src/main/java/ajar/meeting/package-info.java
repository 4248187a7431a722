/// Meetings as text: links of calendars and conferences, and what was said.
///
/// Calendar links decode into the provider's ids that meetings are searched by (Close docs: Meeting
/// Search), conference links are known by their host, and transcripts take the shape of the
/// `transcripts` field (Close docs: Meetings).
@NullMarked
package ajar.meeting;

import org.jspecify.annotations.NullMarked;
