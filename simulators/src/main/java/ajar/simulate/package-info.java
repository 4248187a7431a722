/// Simulators of calendar providers: servers on 127.0.0.1 that speak Google's and Microsoft's own JSON
/// and HTTP, for tests that cannot reach the real ones, or that need them to misbehave.
///
/// ```java
/// try (var google = new GoogleCalendarSimulator(0, InstantSource.system())) {
///     google.addUser("ann@example.com", "Ann", ZoneId.of("Europe/Berlin"));
///     String id = google.calendar("ann@example.com", "primary").add("""
///         {"summary": "Demo", "start": {"dateTime": "2026-03-02T09:00:00+01:00"},
///          "end": {"dateTime": "2026-03-02T10:00:00+01:00"}}
///         """);
///     google.fail(GoogleFaults.RATE_LIMIT_EXCEEDED.times(3).on("/events"));
///     // … let the client under test read google.url() …
/// }
/// ```
///
/// Each simulator is also an authorization server (authorization code with PKCE, refresh tokens). The
/// consent page consents at once until told otherwise. Clients cannot write to calendars: attempts are
/// recorded and refused with 403, so that a test can show that there was none.
///
/// Events are arranged in the provider's own JSON. What is left out is filled in as the provider would;
/// what is given stays, however odd: a null subject, an attendee without an address, a zone called
/// `tzone://Microsoft/Custom`. The expansion of series is the simulators' own and covers DAILY, WEEKLY,
/// MONTHLY and YEARLY with INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, WKST and
/// EXDATE, up to 40,000 periods.
///
/// # Control over HTTP
///
/// Everything can be arranged over HTTP as well, in any language, below `/simulator`. Bodies are JSON.
/// Creation answers 201 with `id`, other changes 204, mistakes 400 or 404 with `error`. `{start}` is the
/// original start of an instance: an instant such as `2026-03-02T08:00:00Z`, or a date.
///
/// | request | does |
/// | --- | --- |
/// | `GET /simulator` | shows users, calendars, the time and the switches |
/// | `POST users` | makes a user: `email`, `name`, `time_zone`; answers with tokens |
/// | `POST users/{email}/tokens` | answers with another refresh token and access token |
/// | `POST users/{email}/revoke` | takes back all consent |
/// | `POST users/{email}/calendars` | makes a calendar |
/// | `PATCH users/{email}/calendars/{id}` | changes it, for example `accessRole` |
/// | `DELETE users/{email}/calendars/{id}` | deletes it |
/// | `POST …/calendars/{id}/events` | adds an event |
/// | `POST …/calendars/{id}/expire-sync-tokens` | makes its sync tokens invalid |
/// | `POST …/calendars/{id}/change-ids` | gives all its events other ids |
/// | `GET`, `PATCH`, `DELETE …/events/{id}` | shows, changes, deletes an event or series |
/// | `PATCH`, `DELETE …/events/{id}/instances/{start}` | changes or cancels one instance |
/// | `POST …/events/{id}/split` | changes this and the following: `from`, `change` |
/// | `POST …/events/{id}/answer` | an attendee answers: `attendee`, `response` |
/// | `POST …/events/{id}/copy` | an invitation arrives: `user`, `calendar`, `same_id` |
/// | `GET`, `PATCH`, `DELETE switches` | shows, sets, resets lasting peculiarities |
/// | `GET`, `POST`, `DELETE faults` | faults: `fault`, `times`, `after`, `path`, `milliseconds` |
/// | `GET`, `DELETE requests` | shows or forgets the requests of clients |
/// | `GET refused-writes` | shows attempts to write |
/// | `GET notifications` | shows what was sent to clients |
/// | `POST expire/access-tokens`, `expire/sync-tokens`, `expire/channels` | makes them invalid now |
/// | `POST clock` | moves the simulator's clock: `advance_seconds` |
/// | `POST clients` | registers an OAuth client: `client_id`, `client_secret`, `redirect_uris` |
/// | `PATCH consent` | what the user does: `decision` (`approve`, `refuse`, `ask`), `user`, `scopes` |
/// | `POST act/lifecycle` | Microsoft: a lifecycle notification: `event`, `subscription` |
///
/// A calendar's id may be `primary`. The switches and faults of each provider are documented with
/// `GoogleSwitches`, `GoogleFaults`, `MicrosoftSwitches` and `MicrosoftFaults`, and by
/// `GET /simulator/switches` and `GET /simulator/faults`.
@NullMarked
package ajar.simulate;

import org.jspecify.annotations.NullMarked;
