/// Organizations, the people in them, their roles, and how they prove who they are.
///
/// The wire carries organizations (Close docs: Organizations), users and memberships.
@NullMarked
package ajar.organization;

import org.jspecify.annotations.NullMarked;
