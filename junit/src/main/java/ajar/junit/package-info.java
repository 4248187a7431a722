/// Ajar in the tests of other programs: a server in test mode for the whole run, and an organization for
/// each test class.
@NullMarked
package ajar.junit;

import org.jspecify.annotations.NullMarked;
