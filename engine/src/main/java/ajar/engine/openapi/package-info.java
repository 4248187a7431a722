/// The description of the API that the server serves, worked out from what it does.
@NullMarked
package ajar.engine.openapi;

import org.jspecify.annotations.NullMarked;
