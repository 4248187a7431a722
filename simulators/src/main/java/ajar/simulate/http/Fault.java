package ajar.simulate.http;

import java.time.Duration;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Something that goes wrong with requests, for a number of times. A fault that has been planned is
/// used up by requests whose path contains [#path], after [#after] such requests have gone well.
///
/// @param word what it is called over HTTP
/// @param meaning what happens, for people
/// @param times how many requests it hits
/// @param after how many matching requests go well first
/// @param path part of a path; empty for any. Paths are matched as they were sent
public record Fault(String word, String meaning, Effect effect, int times, int after, String path) {
    /// What happens to a request that is hit.
    public sealed interface Effect {
        /// Another answer than the true one; what was asked for is not done.
        record Answer(Function<Received, Reply> answer) implements Effect {}

        /// The true answer, but late, by the machine's time.
        record Late(Duration by) implements Effect {}

        /// The true answer breaks off half way and the connection is closed.
        record CutOff() implements Effect {}

        /// The connection is closed without an answer.
        record Unanswered() implements Effect {}

        /// A successful answer whose list (`items` or `value`) is empty, all else being true.
        record EmptyList() implements Effect {}
    }

    /// A fault that hits the next request, whatever it is.
    public Fault(String word, String meaning, Effect effect) {
        this(word, meaning, effect, 1, 0, "");
    }

    /// The same fault, hitting so many requests.
    public Fault times(int number) {
        return new Fault(word, meaning, effect, number, after, path);
    }

    /// The same fault, letting so many matching requests go well first: with the path of a list, what
    /// breaks is the page after these.
    public Fault after(int requests) {
        return new Fault(word, meaning, effect, times, requests, path);
    }

    /// The same fault, for requests whose path contains `part`.
    public Fault on(String part) {
        return new Fault(word, meaning, effect, times, after, part);
    }

    /// The same late answer, by another delay. Other faults stay as they are.
    public Fault by(Duration delay) {
        return effect instanceof Effect.Late
                ? new Fault(word, meaning, new Effect.Late(delay), times, after, path)
                : this;
    }

    /// The fault as the control interface shows it.
    public ObjectNode describe() {
        return Json.object()
                .put("fault", word)
                .put("meaning", meaning)
                .put("times", times)
                .put("after", after)
                .put("path", path);
    }
}
