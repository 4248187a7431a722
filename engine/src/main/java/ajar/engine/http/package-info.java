/// The HTTP edge: routing, authentication, errors.
@NullMarked
package ajar.engine.http;

import org.jspecify.annotations.NullMarked;
