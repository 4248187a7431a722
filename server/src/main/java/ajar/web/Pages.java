package ajar.web;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Handler;
import ajar.engine.http.Response;
import ajar.engine.openapi.OpenApi;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a browser is shown: the landing page at `/`, the API reference at `/api/`, and the files they
/// load.
public final class Pages {
    private static final String STATIC =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    /// Swagger UI writes styles into its elements and draws with images inside its own style sheet.
    private static final String WITH_SCRIPTS =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static final Asset STYLE = Asset.own("ajar.css", "text/css; charset=utf-8");
    private static final Asset REFERENCE_STYLE = Asset.own("reference.css", "text/css; charset=utf-8");
    static final Asset ICON = Asset.own("ajar.svg", "image/svg+xml");
    private static final Asset SCRIPT = Asset.own("reference.js", "text/javascript; charset=utf-8");
    private static final Asset SWAGGER_STYLE = swagger("swagger-ui.css", "text/css; charset=utf-8");
    private static final Asset SWAGGER_SCRIPT = swagger("swagger-ui-bundle.js", "text/javascript; charset=utf-8");
    private static final Asset SWAGGER_LICENSES =
            swagger("swagger-ui-bundle.js.LICENSE.txt", "text/plain; charset=utf-8");

    private final Template reference = Template.named("reference.html");
    private final LandingPage landing;
    private final String base;
    private final @Nullable SignIn signIn;

    /// @param openApi what the server can do
    /// @param database whether the database can be reached
    /// @param signIn what everybody may sign in with; null on a server that is in earnest
    public Pages(OpenApi openApi, BooleanSupplier database, @Nullable SignIn signIn) {
        var document = openApi.document();
        String url = document.path("servers").path(0).path("url").asString();
        this.base = Objects.requireNonNullElse(URI.create(url).getPath(), "");
        this.signIn = signIn;
        this.landing = new LandingPage(document, base, base + STYLE.path(), base + ICON.path(), database, signIn);
    }

    private static Asset swagger(String name, String mediaType) {
        var properties = new Properties();
        try (var stream = Pages.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(Objects.requireNonNull(stream, "the webjar of Swagger UI is not on the class path"));
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
        String versioned = properties.getProperty("version") + "/" + name;
        return new Asset(
                "/ajar/assets/swagger-ui/" + versioned,
                "/META-INF/resources/webjars/swagger-ui/" + versioned,
                mediaType);
    }

    /// The endpoints, all open to everybody.
    public List<Endpoint> endpoints() {
        return List.of(
                page("/", "What this server is", _ -> html(landing.html(), STATIC)),
                page("/api/", "The API reference", _ -> html(reference(), WITH_SCRIPTS)),
                page("/api/reference/", "The API reference", _ -> html(reference(), WITH_SCRIPTS)),
                STYLE.endpoint(),
                REFERENCE_STYLE.endpoint(),
                ICON.endpoint(),
                SCRIPT.endpoint(),
                SWAGGER_STYLE.endpoint(),
                SWAGGER_SCRIPT.endpoint(),
                SWAGGER_LICENSES.endpoint());
    }

    private static Endpoint page(String path, String summary, Handler handler) {
        return Endpoint.of("GET", path, "pages", summary, handler).openToAll().extension();
    }

    private Html reference() {
        return reference.fill(Map.of(
                "base", Html.text(base),
                "style", Html.text(base + REFERENCE_STYLE.path()),
                "icon", Html.text(base + ICON.path()),
                "swaggerStyle", Html.text(base + SWAGGER_STYLE.path()),
                "swaggerScript", Html.text(base + SWAGGER_SCRIPT.path()),
                "script", Html.text(base + SCRIPT.path()),
                "key", Html.text(signIn == null ? "" : signIn.apiKey())));
    }

    private static Response html(Html page, String policy) {
        return Response.of(200, "text/html; charset=utf-8", page.source().getBytes(StandardCharsets.UTF_8))
                .with("cache-control", "no-cache")
                .with("content-security-policy", policy)
                .with("referrer-policy", "no-referrer");
    }
}
