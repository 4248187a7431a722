package ajar.oauth;

/// How an attempt to exchange something for tokens ends.
sealed interface Exchange {
    /// It went well.
    record Done(Tokens tokens) implements Exchange {}

    /// It is refused. `error` is a code of RFC 6749, section 5.2.
    record Refused(String error, String description) implements Exchange {}

    /// It was used before, by the application or by a thief; who knows. Everything that was made from
    /// the same consent is revoked.
    record Replayed(String grantId) implements Exchange {}

    /// Refuses what is unknown, has ended or is somebody else's, without telling which.
    static Exchange invalid(String description) {
        return new Refused("invalid_grant", description);
    }
}
