package ajar.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The page at `/`: what this server is, how it is, how to call it, and what it can do.
final class LandingPage {
    private static final Template PAGE = Template.named("landing.html");
    private static final Template GROUP = new Template("""
        <tr><th scope="row"><a href="${base}/api/#/${name}">${name}</a></th>\
        <td>${about}</td><td class="verbs">${verbs}</td></tr>
        """);
    private static final Template VERB = new Template("<span>${verb}</span> ");
    private static final Template SIGN_IN = new Template("""
        <section>
        <h2>Sign in</h2>
        <p>This server is there to be tried out. Everybody may use it as</p>
        <dl><dt>E-mail</dt><dd><code>${email}</code></dd>
        <dt>Password</dt><dd><code>${password}</code></dd>
        <dt>API key</dt><dd><code>${key}</code></dd></dl>
        </section>
        """);

    private final ObjectNode document;
    private final String base;
    private final String style;
    private final String icon;
    private final BooleanSupplier database;
    private final @Nullable SignIn signIn;

    /// @param document the server's OpenAPI document
    /// @param style the address of the style sheet
    /// @param icon the address of the picture
    /// @param database whether the database can be reached
    LandingPage(
            ObjectNode document,
            String base,
            String style,
            String icon,
            BooleanSupplier database,
            @Nullable SignIn signIn) {
        this.document = document;
        this.base = base;
        this.style = style;
        this.icon = icon;
        this.database = database;
        this.signIn = signIn;
    }

    Html html() {
        boolean reachable = database.getAsBoolean();
        String url = document.path("servers").path(0).path("url").asString();
        String key = signIn == null ? "YOUR_API_KEY" : signIn.apiKey();
        return PAGE.fill(Map.of(
                "base", Html.text(base),
                "style", Html.text(style),
                "icon", Html.text(icon),
                "version", Html.text(document.path("info").path("version").asString()),
                "state", Html.text(reachable ? "good" : "bad"),
                "database", Html.text(reachable ? "reachable" : "not reachable"),
                "url", Html.text(url),
                "curl", Html.text("curl -u \"" + key + ":\" " + url + "/api/v1/me/"),
                "signIn", signIn == null ? Html.NOTHING : signIn(signIn),
                "groups", groups()));
    }

    private static Html signIn(SignIn signIn) {
        return SIGN_IN.fill(Map.of(
                "email", Html.text(signIn.email()),
                "password", Html.text(signIn.password()),
                "key", Html.text(signIn.apiKey())));
    }

    private Html groups() {
        Map<String, Set<String>> verbs = new LinkedHashMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> verbs.computeIfAbsent(
                                        group(operation.getValue()), _ -> new LinkedHashSet<>())
                                .add(verb(operation.getKey(), path.getKey(), operation.getValue()))));
        List<Html> rows = new ArrayList<>();
        document.path("tags").forEach(tag -> {
            String name = tag.path("name").asString();
            rows.add(GROUP.fill(Map.of(
                    "base", Html.text(base),
                    "name", Html.text(name),
                    "about", Html.text(tag.path("description").asString("")),
                    "verbs",
                            Html.join(verbs.getOrDefault(name, Set.of()).stream()
                                    .map(verb -> VERB.fill(Map.of("verb", Html.text(verb))))
                                    .toList()))));
        });
        return Html.join(rows);
    }

    private static String group(JsonNode operation) {
        return operation.path("tags").path(0).asString();
    }

    /// What an operation does, in a word: the usual five, or the end of its path.
    private static String verb(String method, String path, JsonNode operation) {
        boolean one = path.endsWith("/{id}/");
        String name = group(operation).replace('.', '/');
        if (!one && !path.endsWith("/" + name + "/")) {
            String[] segments = path.split("/", -1);
            return segments[segments.length - (path.endsWith("/") ? 2 : 1)].replace('_', ' ');
        }
        return switch (method) {
            case "get" -> one ? "get" : "list";
            case "post" -> "create";
            case "put" -> "update";
            default -> method;
        };
    }
}
