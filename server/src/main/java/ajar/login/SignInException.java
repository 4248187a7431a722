package ajar.login;

/// Signing in with somebody else's identity provider went wrong; the message is for the log, and names
/// no secrets.
final class SignInException extends Exception {
    SignInException(String message, Throwable cause) {
        super(message, cause);
    }

    SignInException(String message) {
        super(message);
    }
}
