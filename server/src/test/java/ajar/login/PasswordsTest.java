package ajar.login;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static TestServer server;
    private static Passwords passwords;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        passwords = server.server().passwords();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void argon2AgreesWithTheReferenceImplementation() {
        // Made with the argon2 command of the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k
        // 65536
        // -p 1 -l 32, as its own tests list it.
        String hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(new Argon2().matches("password", hash)).isTrue();
        assertThat(new Argon2().matches("Password", hash)).isFalse();
    }

    @Test
    void aHashIsSaltedAndSaysHowItWasMade() {
        var argon2 = new Argon2();
        String one = argon2.hash("correct horse battery");
        String other = argon2.hash("correct horse battery");

        assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(other);
        assertThat(argon2.matches("correct horse battery", one)).isTrue();
        assertThat(argon2.matches("correct horse batterie", one)).isFalse();
    }

    @Test
    void aPersonIsFoundByAddressAndPassword() {
        passwords.set(server.organization().userId(), "pässword für alle");

        assertThat(passwords.person("ADA@example.com", "pässword für alle")).isPresent();
        assertThat(passwords.person("ada@example.com", "Pässword für alle")).isEmpty();
        assertThat(passwords.person("ada@example.com", "")).isEmpty();
        assertThat(passwords.person("nobody@example.com", "pässword für alle")).isEmpty();
        assertThat(passwords.person("ada@example.com", "x".repeat(1_000_000))).isEmpty();
    }

    @Test
    void somebodyWithoutAPasswordSignsInWithNone() {
        server.server().accounts().found("Other", "bob@example.com", "Bob", "Other", null);

        assertThat(passwords.person("bob@example.com", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababababab", "me@example.com1"})
    void aPasswordThatIsEasyToGuessIsRefused(String password) {
        assertThat(Passwords.objection(password, "me@example.com")).isPresent();
    }

    @Test
    void aPasswordOfReasonableLengthWillDo() {
        assertThat(Passwords.objection("correct horse battery", "me@example.com"))
                .isEmpty();
        assertThat(Passwords.objection("correct horse " + "x".repeat(200), "me@example.com"))
                .isPresent();
    }
}
