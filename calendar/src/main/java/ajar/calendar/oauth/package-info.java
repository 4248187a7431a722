/// How Ajar gets into an account of Google or Microsoft and asks their APIs: consent, tokens and their
/// renewal, requests, refusals.
@NullMarked
package ajar.calendar.oauth;

import org.jspecify.annotations.NullMarked;
