package ajar.simulate.oauth;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the person in front of the consent page does.
///
/// @param decision what becomes of the request
/// @param user the address of the account that is chosen. When null, the `login_hint` of the request
///     decides if it names a user, else it is the first user there is
/// @param scopes the scopes that are granted of those asked for; null for all of them. Google lets
///     people untick the calendar
public record Consent(
        Decision decision, @Nullable String user, @Nullable Set<String> scopes) {
    /// What is clicked.
    public enum Decision {
        /// Consent without a question: the request is redirected back at once.
        APPROVE,
        /// The person refuses: the request is redirected back with `error=access_denied`.
        REFUSE,
        /// A page with a button for every user and one to refuse, for people who try things by hand.
        ASK
    }

    /// Consent by whom the request hints at, to everything.
    public static final Consent GIVEN = new Consent(Decision.APPROVE, null, null);

    /// Refusal.
    public static final Consent REFUSED = new Consent(Decision.REFUSE, null, null);
}
