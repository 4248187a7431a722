package ajar.limits;

import ajar.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// How many requests are allowed: numbers for groups of endpoints, in a window of time.
///
/// A group is a method and the first part of a path, such as `GET /activity/`. The first rule that fits
/// a group tells its number.
///
/// @param window the time in which the numbers are allowed
/// @param rules the numbers; the last one fits every group
/// @param unrecognised how many requests with wrong credentials are allowed
public record RateLimitPolicy(Duration window, List<Rule> rules, long unrecognised) {
    private static final String ROOT = "/api/v1";

    /// How many requests of a group one key may send, and all keys of an organization together three
    /// times.
    ///
    /// @param method the HTTP method; null for every one
    /// @param path the first part of the path, with both slashes, such as `/report/`; null for every one
    /// @param limit the number for a key
    public record Rule(@Nullable String method, @Nullable String path, long limit) {
        private boolean fits(String groupMethod, String groupPath) {
            return (method == null || method.equals(groupMethod)) && (path == null || path.equals(groupPath));
        }
    }

    /// A group of endpoints and its number.
    record Group(String name, long limit) {}

    /// Numbers like those that Close's documentation and answers show.
    public static RateLimitPolicy close() {
        try (var text = RateLimitPolicy.class.getResourceAsStream("/ajar/limits/close.json")) {
            if (text == null) {
                throw new IllegalStateException("close.json is not in the program");
            }
            return parse(Json.parse(text.readAllBytes()));
        } catch (IOException unreadable) {
            throw new IllegalStateException("close.json cannot be read", unreadable);
        }
    }

    /// What an operator asked for: `off`, `close`, or the name of a file of numbers. Null for `off`.
    /// Throws `IllegalArgumentException` with a sentence for the operator.
    public static @Nullable RateLimitPolicy of(String choice) {
        return switch (choice) {
            case "off", "" -> null;
            case "close" -> close();
            default -> read(Path.of(choice));
        };
    }

    private static RateLimitPolicy read(Path file) {
        try {
            return parse(Json.parse(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "--rate-limits takes off, close, or a file, and " + file + " cannot be read.", unreadable);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("The rate limits in " + file + " are not JSON.", malformed);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "The rate limits in " + file + " are not complete: " + wrong.getMessage(), wrong);
        }
    }

    private static RateLimitPolicy parse(JsonNode json) {
        var window = Duration.ofSeconds(number(json, "window_seconds"));
        List<Rule> rules = new ArrayList<>();
        for (var rule : json.path("limits")) {
            rules.add(new Rule(text(rule, "method"), text(rule, "path"), number(rule, "limit")));
        }
        if (rules.isEmpty()
                || rules.getLast().method() != null
                || rules.getLast().path() != null) {
            throw new IllegalArgumentException("the last of its limits must be for every method and path");
        }
        return new RateLimitPolicy(window, List.copyOf(rules), number(json, "unrecognised"));
    }

    private static @Nullable String text(JsonNode json, String name) {
        var value = json.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    private static long number(JsonNode json, String name) {
        long number = json.path(name).asLong(0);
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be a whole number of at least 1");
        }
        return number;
    }

    /// The group that a request belongs to; null when it is not limited.
    @Nullable
    Group group(String method, String path) {
        if (!path.startsWith(ROOT + "/")) {
            return null;
        }
        int end = path.indexOf('/', ROOT.length() + 1);
        String first = path.substring(ROOT.length(), end < 0 ? path.length() : end) + "/";
        String verb = method.equals("HEAD") ? "GET" : method;
        for (var rule : rules) {
            if (rule.fits(verb, first)) {
                return new Group(verb + " " + first, rule.limit());
            }
        }
        throw new IllegalStateException("the last rule fits everything");
    }
}
