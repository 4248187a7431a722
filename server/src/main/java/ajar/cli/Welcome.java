package ajar.cli;

import ajar.demo.Demo;
import ajar.organization.Accounts;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// What a newcomer is told: where the server is, and the key to it.
final class Welcome {
    private static final String EMAIL = "admin@example.com";

    private final Accounts accounts;
    private final PrintWriter out;
    private @Nullable String newKey;

    Welcome(Accounts accounts, PrintWriter out) {
        this.accounts = accounts;
        this.out = out;
    }

    /// Makes sure there is an organization with an administrator, and that `key`, if there is one,
    /// opens the door.
    void prepare(String key) {
        if (accounts.isEmpty()) {
            newKey = accounts.found("My Organization", EMAIL, "Ada", "Admin", key.isEmpty() ? null : key)
                    .apiKey();
        } else if (!key.isEmpty()) {
            accounts.ensureKey(key);
            newKey = key;
        }
    }

    /// Fills an empty server with the demo; one that is not empty is left as it is, and that is said.
    void prepareDemo(Demo demo, String key) {
        if (accounts.isEmpty()) {
            demo.fill(key.isEmpty() ? Demo.API_KEY : key);
            newKey = key.isEmpty() ? Demo.API_KEY : key;
            return;
        }
        out.println("There is data already, so --demo adds nothing. An empty folder (--data DIR) gets the demo.");
        prepare(key.isEmpty() && accounts.opens(Demo.API_KEY) ? Demo.API_KEY : key);
    }

    /// Prints how to reach the server.
    void tell(String url) {
        out.println("Ajar is ready at " + url);
        if (newKey != null) {
            out.println("  Sign-in:  " + EMAIL);
            out.println("  API key:  " + newKey);
            out.println("  Try:      curl -u \"" + newKey + ":\" " + url + "/api/v1/me/");
        } else {
            out.println("  The API key was told when the data folder was made; --api-key KEY adds another.");
        }
        out.flush();
    }
}
