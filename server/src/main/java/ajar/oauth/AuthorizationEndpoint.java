package ajar.oauth;

import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.login.FormGuard;
import ajar.login.LoginPages;
import ajar.login.Session;
import ajar.login.Sessions;
import ajar.organization.Member;
import ajar.organization.Members;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The page that asks a user whether an application may act for them, and in which organization (RFC
/// 6749, section 4.1; Close docs: Authentication with OAuth).
final class AuthorizationEndpoint {
    static final String PATH = "/oauth2/authorize/";

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizationEndpoint.class);
    private static final Template PAGE = Template.named("consent.html");
    private static final Template HIDDEN =
            new Template("<input type=\"hidden\" name=\"${name}\" value=\"${value}\">\n");
    private static final Template SCOPE = new Template("<li>${meaning}</li>");
    private static final Template ORGANIZATION = new Template("""
        <label class="choice"><input type="radio" name="organization" value="${id}" required> ${name}</label>
        """);
    private static final Template ORGANIZATIONS =
            new Template("<fieldset><legend>In which organization?</legend>\n${choices}</fieldset>\n");
    private static final Template ONE_ORGANIZATION = new Template("""
        <p>It will act in <strong>${name}</strong>.</p>
        <input type="hidden" name="organization" value="${id}">
        """);
    private static final Template MADE_BY =
            new Template("<p class=\"hint\">It was added by an administrator of ${name}.</p>");
    private static final Html SELF_REGISTERED =
            new Html("<p class=\"message bad\">This application registered itself, and"
                    + " nobody has checked its name. Go on only if you have just come from it.</p>");

    private final Clients clients;
    private final Grants grants;
    private final Members members;
    private final Sessions sessions;
    private final FormGuard guard;
    private final Frame frame;
    private final String issuer;

    /// @param issuer how people reach the server
    AuthorizationEndpoint(
            Clients clients,
            Grants grants,
            Members members,
            Sessions sessions,
            FormGuard guard,
            Frame frame,
            String issuer) {
        this.clients = clients;
        this.grants = grants;
        this.members = members;
        this.sessions = sessions;
        this.guard = guard;
        this.frame = frame;
        this.issuer = issuer;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "oauth", "Ask a user for consent", this::ask)
                        .openToAll(),
                Endpoint.of("POST", PATH, "oauth", "Give or refuse consent", this::decide)
                        .openToAll());
    }

    private Response ask(Request request) {
        var parameters = AuthorizationRequest.relevant(request.parameters());
        return switch (AuthorizationRequest.of(parameters, clients)) {
            case AuthorizationRequest.Misdirected misdirected -> misdirected(misdirected);
            case AuthorizationRequest.Refused refused -> refuse(refused);
            case AuthorizationRequest.Sound sound ->
                sessions.of(request)
                        .map(session -> consent(200, session, sound, parameters, Html.NOTHING))
                        .orElseGet(() -> frame.redirect(LoginPages.path(PATH + "?" + query(parameters))));
        };
    }

    private Response decide(Request request) {
        var form = request.form();
        var parameters = AuthorizationRequest.relevant(form);
        return switch (AuthorizationRequest.of(parameters, clients)) {
            case AuthorizationRequest.Misdirected misdirected -> misdirected(misdirected);
            case AuthorizationRequest.Refused refused -> refuse(refused);
            case AuthorizationRequest.Sound sound ->
                sessions.of(request)
                        .map(session -> decide(request, form, session, sound))
                        .orElseGet(() -> frame.redirect(LoginPages.path(PATH + "?" + query(parameters))));
        };
    }

    private Response decide(
            Request request, Map<String, String> form, Session session, AuthorizationRequest.Sound sound) {
        var parameters = AuthorizationRequest.relevant(form);
        if (!guard.isOurs(request, form, session)) {
            LOG.warn("A consent that no page of ours sent was passed over");
            return consent(400, session, sound, parameters, problem("Please decide once more."));
        }
        String decision = form.getOrDefault("decision", "");
        if (decision.equals("deny")) {
            return refuse(new AuthorizationRequest.Refused(
                    sound.redirectUri(), "access_denied", "The user does not allow it.", sound.state()));
        }
        var member = members.of(session.person().id()).stream()
                .filter(it -> it.organizationId().equals(form.getOrDefault("organization", "")))
                .findFirst();
        if (!decision.equals("allow") || member.isEmpty()) {
            return consent(400, session, sound, parameters, problem("Please choose an organization."));
        }
        String code =
                grants.approve(sound.client(), member.get(), sound.scopes(), sound.redirectUri(), sound.challenge());
        LOG.info(
                "{} allowed {} to act in {}",
                session.person().id(),
                sound.client().id(),
                member.get().organizationId());
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("code", code);
        return back(sound.redirectUri(), answer, sound.state());
    }

    private static Html problem(String text) {
        return new Template("<p class=\"message bad\" role=\"alert\">${text}</p>")
                .fill(Map.of("text", Html.text(text)));
    }

    private Response consent(
            int status,
            Session session,
            AuthorizationRequest.Sound sound,
            Map<String, String> parameters,
            Html problem) {
        var organizations = members.of(session.person().id());
        if (organizations.isEmpty()) {
            return frame.page(403, "No organization", problem("You belong to no organization on this server."));
        }
        List<Html> hidden = new ArrayList<>();
        hidden.add(HIDDEN.fill(Map.of("name", Html.text(FormGuard.FIELD), "value", Html.text(session.proof()))));
        parameters.forEach(
                (name, value) -> hidden.add(HIDDEN.fill(Map.of("name", Html.text(name), "value", Html.text(value)))));
        var client = sound.client();
        var content = PAGE.fill(Map.of(
                "app", Html.text(client.name()),
                "user", Html.text(session.person().name()),
                "origin",
                        Html.join(List.of(
                                problem,
                                client.organizationName() == null
                                        ? SELF_REGISTERED
                                        : MADE_BY.fill(Map.of("name", Html.text(client.organizationName()))))),
                "action", Html.text(frame.address(PATH)),
                "hidden", Html.join(hidden),
                "scopes", scopes(sound.scopes()),
                "organizations", organizations(organizations),
                "host", Html.text(RedirectUri.host(sound.redirectUri()))));
        return frame.page(status, "Allow " + client.name() + "?", content, RedirectUri.source(sound.redirectUri()));
    }

    private static Html scopes(List<String> words) {
        return Html.join(Arrays.stream(Scope.values())
                .filter(scope -> words.contains(scope.word()))
                .map(scope -> SCOPE.fill(Map.of("meaning", Html.text(scope.meaning()))))
                .toList());
    }

    private static Html organizations(List<Member> members) {
        if (members.size() == 1) {
            var only = members.getFirst();
            return ONE_ORGANIZATION.fill(
                    Map.of("name", Html.text(only.organizationName()), "id", Html.text(only.organizationId())));
        }
        return ORGANIZATIONS.fill(Map.of(
                "choices",
                Html.join(members.stream()
                        .map(member -> ORGANIZATION.fill(Map.of(
                                "id", Html.text(member.organizationId()),
                                "name", Html.text(member.organizationName()))))
                        .toList())));
    }

    private Response misdirected(AuthorizationRequest.Misdirected misdirected) {
        return frame.page(400, "This link does not work", problem(misdirected.message()));
    }

    private Response refuse(AuthorizationRequest.Refused refused) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("error", refused.error());
        answer.put("error_description", refused.description());
        return back(refused.redirectUri(), answer, refused.state());
    }

    /// Sends the user back with the answer, and with who gives it (RFC 9207).
    private Response back(String redirectUri, Map<String, String> answer, @Nullable String state) {
        if (state != null) {
            answer.put("state", state);
        }
        answer.put("iss", issuer);
        return Frame.away(redirectUri + (redirectUri.indexOf('?') < 0 ? "?" : "&") + query(answer));
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
