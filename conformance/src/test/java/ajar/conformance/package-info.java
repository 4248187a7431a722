/// Ajar seen from outside: everything here speaks HTTP to a running server and knows nothing of how it
/// is made.
package ajar.conformance;
