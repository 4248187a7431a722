package ajar.login;

import ajar.organization.Person;

/// A browser that somebody is signed in with.
///
/// @param secret the value of its cookie
/// @param person who is signed in
public record Session(String secret, Person person) {
    /// What the forms of this session carry to show that they are ours.
    public String proof() {
        return Proof.of(secret, "form");
    }
}
