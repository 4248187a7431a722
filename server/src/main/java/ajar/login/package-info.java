/// How people sign in with a browser: passwords, sessions, forms that only our own pages can send, and
/// optionally somebody else's identity provider.
@NullMarked
package ajar.login;

import org.jspecify.annotations.NullMarked;
