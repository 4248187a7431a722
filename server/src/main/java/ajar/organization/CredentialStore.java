package ajar.organization;

import java.time.Instant;
import java.util.Optional;

/// Where one kind of credential is kept.
public interface CredentialStore {
    /// The credential with that digest; empty when there is none, or its user is no longer a member.
    Optional<Credential> find(String digest);

    /// Notes that a credential has been used. Called now and then, not for every request.
    default void used(Credential credential, Instant now) {}
}
