/// HTTP over the loopback interface: requests, replies, faults, and notifications that go out.
@NullMarked
package ajar.simulate.http;

import org.jspecify.annotations.NullMarked;
