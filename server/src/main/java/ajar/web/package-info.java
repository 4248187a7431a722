/// The pages: what a newcomer sees first, and the reference of the API. They load nothing from
/// elsewhere.
@NullMarked
package ajar.web;

import org.jspecify.annotations.NullMarked;
