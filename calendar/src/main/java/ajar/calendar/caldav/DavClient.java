package ajar.calendar.caldav;

import ajar.calendar.ConnectorException;
import ajar.calendar.ConnectorException.Reason;
import ajar.calendar.feed.HttpFailure;
import ajar.engine.outgoing.OutgoingException;
import ajar.engine.outgoing.OutgoingHttp;
import ajar.engine.outgoing.OutgoingRequest;
import ajar.engine.outgoing.OutgoingResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Asks one server on behalf of one user. It can only ask: there is no method here that changes
/// anything.
final class DavClient {
    /// Bytes of one resource that are taken in.
    static final long MAXIMUM_OBJECT = 10L << 20;

    private static final long MAXIMUM_ANSWER = 64L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int REDIRECTS = 5;
    private static final Set<Integer> REDIRECTED = Set.of(301, 302, 303, 307, 308);

    private final OutgoingHttp http;
    private final URI given;
    private final String authorization;
    private final String signIn;

    /// @param given the address that the password was given for
    DavClient(OutgoingHttp http, URI given, String username, String password) {
        this.http = http;
        this.given = given;
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
        this.signIn = signIn(given.getHost());
    }

    private static String signIn(String host) {
        if (host.endsWith("icloud.com")) {
            return "iCloud needs an app-specific password: make one at account.apple.com under Sign-In and Security.";
        }
        if (host.endsWith("fastmail.com")) {
            return "Fastmail needs an app password: make one in its settings under Privacy & Security.";
        }
        return "Check the user name and password. Where signing in takes a second factor, the server needs an app"
                + " password.";
    }

    /// What a server answered, and where.
    ///
    /// @param address where the answer came from, after redirects
    /// @param syncToken empty when there is none
    record Answer(URI address, List<DavResponse> responses, String syncToken) {}

    /// A resource as GET gives it.
    ///
    /// @param etag null when there is none
    record Content(byte[] bytes, @Nullable String etag) {}

    /// What came of one request: an answer, another address, or a refusal.
    private record Outcome<T>(
            @Nullable T answer,
            @Nullable URI redirect,
            @Nullable DavRefusal refusal) {}

    @FunctionalInterface
    private interface Reading<T> {
        T read(OutgoingResponse response) throws IOException;
    }

    /// Asks for the properties of a resource, and with depth 1 of what is in it.
    Answer propfind(URI address, int depth, List<String> properties) throws DavRefusal {
        return multistatus("PROPFIND", address, depth, Dav.propfind(properties));
    }

    /// Asks a collection a question.
    Answer report(URI address, String question) throws DavRefusal {
        return multistatus("REPORT", address, 0, question);
    }

    private Answer multistatus(String method, URI address, int depth, String body) throws DavRefusal {
        UnaryOperator<OutgoingRequest> question = request -> request.header("Depth", String.valueOf(depth))
                .within(PATIENCE, MAXIMUM_ANSWER)
                .body("application/xml; charset=utf-8", body);
        return send(method, address, question, 207, response -> {
            List<DavResponse> responses = new ArrayList<>();
            String token = Multistatus.read(response.body(), responses::add);
            return new Answer(response.address(), responses, token);
        });
    }

    /// Asks for a resource.
    Content get(URI address) throws DavRefusal {
        UnaryOperator<OutgoingRequest> question =
                request -> request.header("Accept", "text/calendar").within(PATIENCE, MAXIMUM_OBJECT);
        return send("GET", address, question, 200, response -> new Content(response.bytes(), response.header("etag")));
    }

    /// Where a server sends those who ask for an address; null when it sends them nowhere.
    @Nullable
    URI redirect(URI address) throws DavRefusal {
        var outcome = once(OutgoingRequest.of("GET", address), 200, response -> "");
        return outcome.redirect();
    }

    /// Follows redirects as far as the password may go.
    private <T> T send(
            String method, URI address, UnaryOperator<OutgoingRequest> question, int expected, Reading<T> reading)
            throws DavRefusal {
        URI now = address;
        for (int left = REDIRECTS; ; left--) {
            if (!Hrefs.mayTrust(given, now)) {
                throw misled(
                        given.getHost() + " sends us to " + now.getHost() + ", which gets no password of ours.",
                        "If that is right, give the address there.");
            }
            Outcome<T> outcome = once(question.apply(OutgoingRequest.of(method, now)), expected, reading);
            if (outcome.refusal() != null) {
                throw outcome.refusal();
            }
            if (outcome.answer() != null) {
                return outcome.answer();
            }
            URI next = outcome.redirect();
            if (next == null || left == 0) {
                throw misled("The address redirects too often or nowhere.", "Check the address.");
            }
            now = next;
        }
    }

    private static DavRefusal misled(String message, String remedy) {
        return new DavRefusal(0, new ConnectorException(Reason.BAD_ADDRESS, message, remedy));
    }

    private <T> Outcome<T> once(OutgoingRequest request, int expected, Reading<T> reading) throws DavRefusal {
        try {
            return http.send(
                    request.header("Authorization", authorization), response -> outcome(response, expected, reading));
        } catch (Multistatus.Malformed malformed) {
            throw new DavRefusal(207, notCalDav(request.address(), malformed));
        } catch (OutgoingException failed) {
            int status = failed.reason() == OutgoingException.Reason.TOO_LARGE ? 207 : 0;
            throw new DavRefusal(status, HttpFailure.of(failed));
        } catch (IOException broken) {
            throw new DavRefusal(
                    0,
                    new ConnectorException(Reason.UNAVAILABLE, "The answer could not be read to its end.", "", broken));
        }
    }

    private <T> Outcome<T> outcome(OutgoingResponse response, int expected, Reading<T> reading) throws IOException {
        if (response.status() == expected) {
            return new Outcome<>(reading.read(response), null, null);
        }
        if (REDIRECTED.contains(response.status())) {
            String location = response.header("location");
            return new Outcome<>(null, location == null ? null : Hrefs.resolve(response.address(), location), null);
        }
        ConnectorException failure =
                response.isSuccess() ? notCalDav(response.address(), null) : HttpFailure.of(response, signIn(response));
        return new Outcome<>(null, null, new DavRefusal(response.status(), failure));
    }

    private String signIn(OutgoingResponse response) {
        String challenge = response.header("www-authenticate");
        return challenge != null && challenge.strip().toLowerCase(Locale.ROOT).startsWith("digest")
                ? "The server asks for Digest authentication, which Ajar does not speak: allow Basic there."
                : signIn;
    }

    private static ConnectorException notCalDav(URI address, @Nullable Throwable cause) {
        return new ConnectorException(
                Reason.NOT_A_CALENDAR,
                address.getHost() + " does not answer as a CalDAV server does at this address.",
                "Give the address that your provider names for CalDAV.",
                cause);
    }
}
