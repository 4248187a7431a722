package ajar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.Api;
import ajar.TestServer;
import ajar.engine.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands that speak to a running server.
class RemoteCommandTest {
    private static TestServer server;

    private record Result(int status, String out, String err) {
        /// What follows a label on the line that starts with it.
        String after(String label) {
            return out.lines()
                    .filter(line -> line.startsWith(label))
                    .map(line -> line.substring(label.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(this));
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Result run(Object command, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of(arguments));
        if (all.stream().noneMatch(it -> it.startsWith("--url"))) {
            all.add("--url=" + server.url());
        }
        int status = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }

    private static Result runAsAdministrator(Object command, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--api-key=" + server.organization().apiKey());
        return run(command, all.toArray(String[]::new));
    }

    @Test
    void aKeyIsMadeListedAndRevoked() {
        var made = runAsAdministrator(new ApiKeyCommands(), "create", "--name=Nightly sync");
        var api = new Api(server.url(), made.after("API key:"));
        assertThat(api.get("/me/").status()).isEqualTo(200);

        var listed = runAsAdministrator(new ApiKeyCommands(), "list");
        assertThat(listed.out())
                .contains(made.after("Id:"))
                .contains("Nightly sync")
                .doesNotContain(api.key());

        assertThat(runAsAdministrator(new ApiKeyCommands(), "revoke", made.after("Id:"))
                        .status())
                .isZero();
        assertThat(api.get("/me/").status()).isEqualTo(401);
    }

    @Test
    void aKeyIsMadeForSomebodyElse() {
        String user = server.server()
                .accounts()
                .addUser(
                        server.organization().organizationId(),
                        "nadia@example.com",
                        "Nadia",
                        "Placeholder",
                        ajar.organization.Role.USER);

        var made = runAsAdministrator(new ApiKeyCommands(), "create", "--name=Hers", "--email=Nadia@Example.com");

        var api = new Api(server.url(), made.after("API key:"));
        assertThat(api.get("/me/").orFail().path("id").asString()).isEqualTo(user);
        var denied = run(new OAuthAppCommands(), "list", "--api-key=" + api.key());
        assertThat(denied.out()).isEmpty();
        var refused = run(
                new OAuthAppCommands(),
                "create",
                "--name=x",
                "--redirect-uri=https://example.com/",
                "--api-key=" + api.key());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("ajar: ").contains("permission");
    }

    @Test
    void aFileOfACalendarIsImportedAndWhatCannotBeReadIsTold(@TempDir Path folder) throws IOException {
        var api = server.api();
        var lead = Json.parse("""
            {"name": "Wayne", "contacts": [{"name": "Bruce", "emails": [{"email": "bruce@wayne.example"}]}]}\
            """);
        api.post("/lead/", lead).orFail();
        String email = api.get("/me/").orFail().path("email").asString();
        var file = Files.writeString(folder.resolve("cal.ics"), """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Test//EN
            BEGIN:VEVENT
            UID:one@example.com
            DTSTAMP:20260101T000000Z
            DTSTART:%1$tY%1$tm%1$tdT090000Z
            DTEND:%1$tY%1$tm%1$tdT100000Z
            SUMMARY:Talk
            ATTENDEE:mailto:bruce@wayne.example
            END:VEVENT
            BEGIN:VEVENT
            UID:two@example.com
            SUMMARY:Never
            DTSTART:soon
            END:VEVENT
            END:VCALENDAR
            """.formatted(
                        LocalDate.now(ZoneOffset.UTC).plusDays(3)));

        var first =
                runAsAdministrator(new ImportCalendar(), file.toString(), "--user=" + email.toUpperCase(Locale.ROOT));
        var again = runAsAdministrator(new ImportCalendar(), file.toString(), "--user=" + email);

        assertThat(first.status()).isZero();
        assertThat(first.out())
                .startsWith("1 meetings created, 0 updated, 0 cancelled, 0 unchanged; 1 events could not be read.")
                .contains("  Never: ");
        assertThat(again.out()).startsWith("0 meetings created, 0 updated, 0 cancelled, 1 unchanged; 1 events");
        assertThat(api.get("/activity/meeting/").orFail().path("data")).hasSize(1);
    }

    @Test
    void anImportSaysWhatIsWrong(@TempDir Path folder) throws IOException {
        var missing = runAsAdministrator(
                new ImportCalendar(), folder.resolve("no.ics").toString(), "--user=a@b.example");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("no.ics cannot be read");

        var file = Files.writeString(folder.resolve("page.ics"), "<html>").toString();
        var nobody = runAsAdministrator(new ImportCalendar(), file, "--user=nobody@example.com");
        assertThat(nobody.err()).contains("There is no user with the address nobody@example.com.");
        String email = server.api().get("/me/").orFail().path("email").asString();
        var html = runAsAdministrator(new ImportCalendar(), file, "--user=" + email);
        assertThat(html.status()).isEqualTo(1);
        assertThat(html.err()).startsWith("ajar: ").doesNotContain("Exception");
    }

    @Test
    void anApplicationIsMadeListedAndDeleted() {
        var made = runAsAdministrator(
                new OAuthAppCommands(),
                "create",
                "--name=Lead widget",
                "--redirect-uri=https://app.example.com/callback",
                "--redirect-uri=http://127.0.0.1:9/callback");
        assertThat(made.after("Client id:")).startsWith("oa2client_");
        assertThat(made.after("Client secret:")).hasSize(43);

        assertThat(runAsAdministrator(new OAuthAppCommands(), "list").out())
                .contains(made.after("Client id:"))
                .contains("Lead widget");

        assertThat(runAsAdministrator(new OAuthAppCommands(), "delete", made.after("Client id:"))
                        .status())
                .isZero();
        assertThat(runAsAdministrator(new OAuthAppCommands(), "list").out()).doesNotContain(made.after("Client id:"));
    }

    @Test
    void aPublicApplicationHasNoSecret() {
        var made = runAsAdministrator(
                new OAuthAppCommands(), "create", "--name=CLI", "--redirect-uri=http://127.0.0.1/", "--public");

        assertThat(made.out()).contains("Client id:").doesNotContain("secret");
    }

    @Test
    void whatTheServerRefusesIsTold() {
        var refused =
                runAsAdministrator(new OAuthAppCommands(), "create", "--name=x", "--redirect-uri=http://example.com/");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("ajar: The server refuses this:").contains("https");
    }

    @Test
    void aPasswordIsSet() {
        var set = runAsAdministrator(
                new UserCommands(), "set-password", "--email=ada@example.com", "--password=correct horse battery");

        assertThat(set.status()).as(set.err()).isZero();
        assertThat(server.server().passwords().person("ada@example.com", "correct horse battery"))
                .isPresent();
        var weak =
                runAsAdministrator(new UserCommands(), "set-password", "--email=ada@example.com", "--password=short");
        assertThat(weak.err()).contains("at least 12 characters");
        var nobody = runAsAdministrator(
                new UserCommands(), "set-password", "--email=nobody@example.com", "--password=correct horse battery");
        assertThat(nobody.err()).contains("nobody@example.com");
    }

    @Test
    void withoutAKeyOrAServerItSaysWhatToDo() {
        assertThat(run(new ApiKeyCommands(), "list").err()).contains("--api-key");
        assertThat(run(new ApiKeyCommands(), "list", "--api-key=wrong").err()).contains("does not know");
        assertThat(run(new ApiKeyCommands(), "list", "--api-key=x", "--url=http://127.0.0.1:1")
                        .err())
                .contains("running");
    }
}
