package ajar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import ajar.calendar.OAuthTokens;
import ajar.engine.json.Json;
import ajar.engine.sql.Database;
import ajar.engine.time.SystemClock;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens that are renewed while somebody gives others.
class SecretsTest {
    private static final Instant LATER = Instant.parse("2031-01-31T10:00:00Z");
    private static TestServer server;
    private static Database database;

    private AccountStore accounts;
    private Secrets secrets;
    private Account account;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        database = new Database(server.address(), 2, "http://localhost");
    }

    @AfterAll
    static void stop() {
        database.close();
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        accounts = new AccountStore(database, new SystemClock());
        secrets = new Secrets(SecretBox.forgetful(), accounts);
        String id = server.api()
                .post("/connected_account/", Json.object().put("_type", "ics"))
                .orFail()
                .path("id")
                .asString();
        account = accounts.find(server.organization().organizationId(), id).orElseThrow();
        consent("first");
    }

    private void consent(String refreshToken) {
        database.write(connection -> {
            secrets.keep(connection, account.organizationId(), account.id(), null, refreshToken);
            return true;
        });
    }

    @Test
    void aRenewedTokenIsKept() throws Exception {
        secrets.tokens(account).write(new OAuthTokens("renewed", "access", LATER));

        var kept = secrets.tokens(account).read();
        assertThat(kept).isEqualTo(new OAuthTokens("renewed", "access", LATER));
    }

    @Test
    void aReadingUnderWayDoesNotOverwriteANewConsent() throws Exception {
        var reading = secrets.tokens(account);
        consent("second");

        reading.write(new OAuthTokens("renewed first", "access", LATER));

        assertThat(secrets.tokens(account).read().refreshToken()).isEqualTo("second");
        assertThat(reading.read().refreshToken()).isEqualTo("second");
    }

    @Test
    void aReadingLearnsWhatAnotherServerHasRenewed() throws Exception {
        var reading = secrets.tokens(account);

        secrets.tokens(account).write(new OAuthTokens("renewed elsewhere", "access", LATER));

        assertThat(reading.read().refreshToken()).isEqualTo("renewed elsewhere");
    }
}
