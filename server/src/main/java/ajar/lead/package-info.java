/// Leads, their contacts and their statuses.
///
/// A contact belongs to exactly one lead; a lead shows its contacts, nested (Close docs: Leads,
/// Contacts).
@NullMarked
package ajar.lead;

import org.jspecify.annotations.NullMarked;
