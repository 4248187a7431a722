package ajar.oauth;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.read.ReadPlan;
import ajar.engine.resource.Stamps;
import ajar.login.FormGuard;
import ajar.login.LoginPages;
import ajar.login.Session;
import ajar.login.Sessions;
import ajar.organization.Member;
import ajar.organization.Members;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The page on which administrators keep the applications of their organization.
final class AppsPage {
    static final String PATH = "/apps/";

    private static final Template PAGE = Template.named("apps.html");
    private static final int MOST = 1000;
    private static final Template ROW = new Template("""
        <form class="row" method="post" action="${action}">
        <p><strong>${name}</strong><br><code>${id}</code></p>
        <input type="hidden" name="proof" value="${proof}">
        <input type="hidden" name="organization" value="${organization}">
        <button class="quiet small" type="submit" name="delete" value="${id}">Delete</button>
        </form>
        """);
    private static final Template MADE = new Template("""
        <section class="card" role="status">
        <h2>${name} has been added</h2>
        <dl><dt>Client id</dt><dd><code>${id}</code></dd>${secret}</dl>
        </section>
        """);
    private static final Template SECRET = new Template("<dt>Client secret</dt><dd><code>${secret}</code></dd>"
            + "<dt></dt><dd class=\"hint\">Write it down: it is shown only now.</dd>");
    private static final Template ELSEWHERE = new Template("<a href=\"${address}\">${name}</a> ");
    private static final Template LINK =
            new Template("<li><a href=\"${address}\">OAuth applications of ${name}</a></li>\n");
    private static final Template LINKS = new Template("<ul class=\"links\">${links}</ul>\n");
    private static final Template PROBLEM = new Template("<p class=\"message bad\" role=\"alert\">${text}</p>");

    private final Engine engine;
    private final OAuthAppEndpoints apps;
    private final Members members;
    private final Sessions sessions;
    private final FormGuard guard;
    private final Frame frame;

    AppsPage(Engine engine, OAuthAppEndpoints apps, Members members, Sessions sessions, FormGuard guard, Frame frame) {
        this.engine = engine;
        this.apps = apps;
        this.members = members;
        this.sessions = sessions;
        this.guard = guard;
        this.frame = frame;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "pages", "The applications of an organization", this::show)
                        .openToAll(),
                Endpoint.of("POST", PATH, "pages", "Add or delete an application", this::change)
                        .openToAll());
    }

    /// What the account's page says of it: a link for each organization that the person manages.
    Html section(Session session) {
        var links = managed(session).stream()
                .map(it ->
                        LINK.fill(Map.of("address", Html.text(address(it)), "name", Html.text(it.organizationName()))))
                .toList();
        return links.isEmpty() ? Html.NOTHING : LINKS.fill(Map.of("links", Html.join(links)));
    }

    private List<Member> managed(Session session) {
        return members.of(session.person().id()).stream()
                .filter(Member::isAdministrator)
                .toList();
    }

    private String address(Member member) {
        return frame.address(PATH) + "?organization=" + member.organizationId();
    }

    private Response show(Request request) {
        var session = sessions.of(request);
        if (session.isEmpty()) {
            return frame.redirect(LoginPages.path(PATH));
        }
        return page(200, session.get(), request.parameter("organization"), Html.NOTHING, "", "");
    }

    private Response page(
            int status,
            Session session,
            @org.jspecify.annotations.Nullable String organization,
            Html message,
            String name,
            String uris) {
        var managed = managed(session);
        if (managed.isEmpty()) {
            return frame.page(403, "Applications", problem("Only administrators of an organization see this page."));
        }
        var here = managed.stream()
                .filter(it -> it.organizationId().equals(organization))
                .findFirst()
                .orElse(managed.getFirst());
        var content = PAGE.fill(Map.of(
                "message", message,
                "organization", Html.text(here.organizationName()),
                "organizationId", Html.text(here.organizationId()),
                "elsewhere",
                        Html.join(managed.stream()
                                .filter(it -> !it.equals(here))
                                .map(it -> ELSEWHERE.fill(Map.of(
                                        "address", Html.text(address(it)), "name", Html.text(it.organizationName()))))
                                .toList()),
                "apps", rows(session, here),
                "action", Html.text(frame.address(PATH)),
                "proof", Html.text(session.proof()),
                "name", Html.text(name),
                "uris", Html.text(uris)));
        return frame.page(status, "Applications", content);
    }

    private Html rows(Session session, Member member) {
        var resource = OAuthApp.RESOURCE;
        var plan = ReadPlan.of(
                resource, resource.defaults(), new Predicate.All(List.of()), resource.defaultOrder(), MOST, 0);
        return Html.join(Json.parse(engine.list(member.caller(), plan))
                .path("data")
                .valueStream()
                .map(app -> ROW.fill(Map.of(
                        "action", Html.text(frame.address(PATH)),
                        "name", Html.text(app.path("name").asString()),
                        "id", Html.text(app.path("id").asString()),
                        "proof", Html.text(session.proof()),
                        "organization", Html.text(member.organizationId()))))
                .toList());
    }

    private Response change(Request request) {
        var form = request.form();
        var found = sessions.of(request);
        if (found.isEmpty()) {
            return frame.redirect(LoginPages.path(PATH));
        }
        var session = found.get();
        String organization = form.getOrDefault("organization", "");
        var member = managed(session).stream()
                .filter(it -> it.organizationId().equals(organization))
                .findFirst();
        if (member.isEmpty() || !guard.isOurs(request, form, session)) {
            return page(400, session, organization, problem("Please try again."), "", "");
        }
        String gone = form.get("delete");
        return gone == null ? add(request, form, session, member.get()) : delete(request, session, member.get(), gone);
    }

    private Response delete(Request request, Session session, Member member, String id) {
        try {
            apps.delete(request, member.caller(), id);
        } catch (ApiException refused) {
            if (!(refused.problem() instanceof Problem.NotFound)) {
                throw refused;
            }
        }
        return page(200, session, member.organizationId(), Html.NOTHING, "", "");
    }

    private Response add(Request request, Map<String, String> form, Session session, Member member) {
        String name = form.getOrDefault("name", "").strip();
        String uris = form.getOrDefault("redirect_uris", "");
        var body = Json.object().put("name", name).put("confidential", !form.containsKey("public"));
        var list = body.putArray("redirect_uris");
        uris.lines().map(String::strip).filter(it -> !it.isEmpty()).forEach(list::add);
        try {
            var made = apps.create(request, member.caller(), body);
            var message = MADE.fill(Map.of(
                    "name", Html.text(name),
                    "id", Html.text(made.app().need(Stamps.ID)),
                    "secret",
                            made.secret() == null
                                    ? Html.NOTHING
                                    : SECRET.fill(Map.of("secret", Html.text(made.secret())))));
            return page(200, session, member.organizationId(), message, "", "");
        } catch (ApiException refused) {
            if (refused.problem() instanceof Problem.Invalid(var errors)) {
                return page(400, session, member.organizationId(), problem(told(errors.toJson())), name, uris);
            }
            throw refused;
        }
    }

    /// All sentences of an answer to a form, one after the other.
    private static String told(ObjectNode errors) {
        return String.join(
                " ",
                errors.path("field-errors")
                        .propertyStream()
                        .flatMap(it -> it.getValue().isString()
                                ? java.util.stream.Stream.of(
                                        it.getKey() + ": " + it.getValue().asString())
                                : it.getValue().path("errors").valueStream().map(JsonNode::asString))
                        .toList());
    }

    private static Html problem(String text) {
        return PROBLEM.fill(Map.of("text", Html.text(text)));
    }
}
