package ajar.web;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What all pages with forms have around them: the head, the name of the server, and headers that let
/// the page load nothing from elsewhere, be shown in nobody's frame, be kept by nobody, and send its
/// forms to this server only.
public final class Frame {
    private static final Template PAGE = Template.named("form.html");
    private static final Asset STYLE = Asset.own("form.css", "text/css; charset=utf-8");

    private final String base;

    /// @param baseUrl how people reach the server, without a slash at the end
    public Frame(String baseUrl) {
        this.base = Objects.requireNonNullElse(URI.create(baseUrl).getPath(), "");
    }

    /// The files the pages load, but for those that the landing page serves.
    public List<Endpoint> endpoints() {
        return List.of(STYLE.endpoint());
    }

    /// The address of a page of ours as browsers need it. `path` starts with a slash.
    public String address(String path) {
        return base + path;
    }

    /// A page.
    public Response page(int status, String title, Html content) {
        return page(status, title, content, "");
    }

    /// A page whose form may end up at somebody else's address.
    ///
    /// @param target that place, as a Content-Security-Policy calls it, such as `https://example.com`
    public Response page(int status, String title, Html content, String target) {
        var page = PAGE.fill(Map.of(
                "title", Html.text(title),
                "home", Html.text(base + "/"),
                "style", Html.text(base + Pages.STYLE.path()),
                "formStyle", Html.text(base + STYLE.path()),
                "icon", Html.text(base + Pages.ICON.path()),
                "content", content));
        return Response.of(status, "text/html; charset=utf-8", page.source().getBytes(StandardCharsets.UTF_8))
                .with("cache-control", "no-store")
                .with(
                        "content-security-policy",
                        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors"
                                + " 'none'; form-action 'self'" + (target.isEmpty() ? "" : " " + target))
                .with("x-frame-options", "DENY")
                // Without a referrer browsers would not say either what site a form comes from.
                .with("referrer-policy", "same-origin");
    }

    /// Sends the browser on to a page of ours. `path` starts with a slash.
    public Response redirect(String path) {
        return away(address(path));
    }

    /// Sends the browser on to any address.
    public static Response away(String address) {
        return Response.of(303, "", new byte[0])
                .with("location", address)
                .with("cache-control", "no-store")
                .with("referrer-policy", "no-referrer");
    }
}
