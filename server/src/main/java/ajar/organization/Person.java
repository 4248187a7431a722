package ajar.organization;

/// A user, whatever organizations they belong to.
///
/// @param id `user_…`
/// @param email the address they sign in with
public record Person(String id, String email, String name) {}
