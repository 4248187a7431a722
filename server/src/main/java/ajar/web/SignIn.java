package ajar.web;

/// What everybody may sign in with, on a server that is there to be tried out.
///
/// @param email the user's address
/// @param password the user's password
/// @param apiKey the user's key
public record SignIn(String email, String password, String apiKey) {}
