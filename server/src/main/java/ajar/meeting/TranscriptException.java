package ajar.meeting;

/// A transcript that cannot be taken; the message says which utterance or line is wrong, for the person
/// who sent it.
public final class TranscriptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TranscriptException(String message) {
        super(message);
    }
}
