package ajar.cli;

/// A running server could not be reached, or has refused; the message is a sentence for the operator.
final class RemoteException extends Exception {
    RemoteException(String message) {
        super(message);
    }
}
