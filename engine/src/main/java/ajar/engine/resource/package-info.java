/// Declarations: what the kinds of things are, and the vocabulary their own rules are written in.
@NullMarked
package ajar.engine.resource;

import org.jspecify.annotations.NullMarked;
