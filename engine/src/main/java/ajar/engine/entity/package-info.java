/// What a thing looked like at one moment, and a write in flight.
@NullMarked
package ajar.engine.entity;

import org.jspecify.annotations.NullMarked;
