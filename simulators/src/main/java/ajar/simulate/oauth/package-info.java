/// The part of an authorization server that a calendar client meets.
@NullMarked
package ajar.simulate.oauth;

import org.jspecify.annotations.NullMarked;
