package ajar.cli;

import ajar.demo.Demo;
import ajar.login.Passwords;
import ajar.organization.Accounts;
import ajar.organization.Members;
import ajar.organization.Person;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// What a newcomer is told: where the server is, how to sign in, and the key to it.
final class Welcome {
    private static final String EMAIL = "admin@example.com";

    private final Accounts accounts;
    private final Members members;
    private final Passwords passwords;
    private final PrintWriter out;
    private @Nullable String newKey;
    private @Nullable String newPassword;

    Welcome(Accounts accounts, Members members, Passwords passwords, PrintWriter out) {
        this.accounts = accounts;
        this.members = members;
        this.passwords = passwords;
        this.out = out;
    }

    /// Makes sure there is an organization with an administrator, and that `key` and `password`, if
    /// there are any, open the door. Throws `IllegalArgumentException` with a sentence for the operator
    /// when the password will not do.
    void prepare(String key, String password) {
        requireGood(password);
        if (accounts.isEmpty()) {
            newKey = accounts.found("My Organization", EMAIL, "Ada", "Admin", key.isEmpty() ? null : key)
                    .apiKey();
            newPassword =
                    password.isEmpty() ? passwords.generate(administrator().id()) : give(password);
            return;
        }
        if (!key.isEmpty()) {
            accounts.ensureKey(key);
            newKey = key;
        }
        if (!password.isEmpty()) {
            newPassword = give(password);
        }
    }

    private static void requireGood(String password) {
        if (!password.isEmpty()) {
            Passwords.objection(password, EMAIL).ifPresent(objection -> {
                throw new IllegalArgumentException("--admin-password: " + objection);
            });
        }
    }

    private Person administrator() {
        return members.firstAdministrator()
                .orElseThrow(() -> new IllegalStateException("there is no administrator to give a password to"));
    }

    /// Gives the first administrator this password, unless they have it already: a new one ends sessions.
    private String give(String password) {
        var administrator = administrator();
        if (passwords.person(administrator.email(), password).isEmpty()) {
            passwords.set(administrator.id(), password);
        }
        return password;
    }

    /// Fills an empty server with the demo; one that is not empty is left as it is, and that is said.
    void prepareDemo(Demo demo, String key, String password) {
        requireGood(password);
        if (accounts.isEmpty()) {
            demo.fill(key.isEmpty() ? Demo.API_KEY : key);
            newKey = key.isEmpty() ? Demo.API_KEY : key;
            newPassword = give(password.isEmpty() ? Demo.PASSWORD : password);
            return;
        }
        out.println("There is data already, so --demo adds nothing. An empty folder (--data DIR) gets the demo.");
        prepare(key.isEmpty() && accounts.opens(Demo.API_KEY) ? Demo.API_KEY : key, password);
    }

    /// Prints how to reach the server.
    void tell(String url) {
        out.println("Ajar is ready at " + url);
        if (newPassword != null) {
            out.println("  Sign-in:  " + url + "/login");
            out.println("            " + administrator().email() + ", password " + newPassword);
        }
        if (newKey != null) {
            out.println("  API key:  " + newKey);
            out.println("  Try:      curl -u \"" + newKey + ":\" " + url + "/api/v1/me/");
        } else {
            out.println("  The API key was told when the data folder was made; --api-key KEY adds another.");
        }
        out.flush();
    }
}
