/// The OAuth 2.0 authorization server: applications, the consent of users, codes and tokens (Close
/// docs: Authentication with OAuth).
@NullMarked
package ajar.oauth;

import org.jspecify.annotations.NullMarked;
