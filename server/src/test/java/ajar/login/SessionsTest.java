package ajar.login;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import ajar.engine.http.Request;
import ajar.engine.id.Ids;
import ajar.organization.Secrets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static TestServer server;

    private Instant now = Instant.parse("2031-01-31T09:00:00Z");
    private final Secrets secrets = new Secrets(new Ids(() -> now, new SecureRandom()));
    private final Sessions sessions = sessions("http://127.0.0.1");

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Sessions sessions(String baseUrl) {
        return new Sessions(server.server().engine().database(), () -> now, secrets, baseUrl);
    }

    private static Request with(String cookie) {
        return new Request(
                "req_x",
                "GET",
                "/",
                Map.of(),
                name -> name.equals("cookie") ? cookie.split(";", 2)[0] : null,
                new byte[0]);
    }

    private String signIn(String before) {
        return sessions.start(with(before), server.organization().userId());
    }

    @Test
    void aCookieIsOutOfReachOfScriptsAndOtherSites() {
        assertThat(signIn("")).matches("ajar_session=[0-9A-Za-z]{43}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax");
        assertThat(sessions("https://crm.example.com")
                        .start(with(""), server.organization().userId()))
                .matches(
                        "__Host-ajar_session=[0-9A-Za-z]{43}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void aSessionKnowsItsPerson() {
        var session = sessions.of(with(signIn(""))).orElseThrow();

        assertThat(session.person().id()).isEqualTo(server.organization().userId());
        assertThat(session.person().email()).isEqualTo("ada@example.com");
        assertThat(session.proof()).hasSize(43).isNotEqualTo(session.secret());
    }

    @Test
    void whatNobodyWasGivenOpensNothing() {
        for (var forged : new String[] {
            "", "ajar_session=", "ajar_session=" + "0".repeat(43), "ajar_session='; drop table session; --", "x=y"
        }) {
            assertThat(sessions.of(with(forged))).as(forged).isEmpty();
        }
    }

    @Test
    void signingInEndsTheSessionThatTheBrowserHad() {
        String old = signIn("");
        String next = signIn(old);

        assertThat(sessions.of(with(old))).isEmpty();
        assertThat(sessions.of(with(next))).isPresent();
    }

    @Test
    void signingOutEndsIt() {
        String cookie = signIn("");

        String gone = sessions.end(sessions.of(with(cookie)).orElseThrow());

        assertThat(gone).startsWith("ajar_session=;").contains("Max-Age=0");
        assertThat(sessions.of(with(cookie))).isEmpty();
    }

    @Test
    void anIdleSessionEnds() {
        String cookie = signIn("");
        now = now.plus(Sessions.IDLE).minusSeconds(1);
        assertThat(sessions.of(with(cookie))).isPresent();
        now = now.plus(Sessions.IDLE).minusSeconds(1);
        assertThat(sessions.of(with(cookie))).as("it was seen a day ago").isPresent();
        now = now.plus(Sessions.IDLE);
        assertThat(sessions.of(with(cookie))).isEmpty();
    }

    @Test
    void aBusySessionEndsAfterItsLongestTime() {
        String cookie = signIn("");
        var end = now.plus(Sessions.LONGEST);
        while (now.plus(Duration.ofHours(12)).isBefore(end)) {
            now = now.plus(Duration.ofHours(12));
            assertThat(sessions.of(with(cookie))).isPresent();
        }
        now = end;
        assertThat(sessions.of(with(cookie))).isEmpty();
    }

    @Test
    void aNewPasswordEndsAllSessions() {
        String cookie = signIn("");

        server.server().passwords().set(server.organization().userId(), "another long password");

        assertThat(sessions.of(with(cookie))).isEmpty();
    }

    @Test
    void theDatabaseDoesNotHoldTheSecret() throws SQLException {
        String secret = signIn("").replaceFirst("ajar_session=([^;]*).*", "$1");
        try (var connection = server.connect();
                var query = connection.prepareStatement("select count(*) from session where session::text like ?")) {
            query.setString(1, "%" + secret + "%");
            var rows = query.executeQuery();
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }
}
