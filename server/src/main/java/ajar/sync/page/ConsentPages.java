package ajar.sync.page;

import ajar.calendar.ConnectorException;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.login.Cookie;
import ajar.sync.CalendarConsents;
import ajar.sync.ConnectedAccount;
import ajar.sync.ConnectedAccounts;
import ajar.web.Frame;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to the consent pages of Google and Microsoft, and back with a code that makes an account, or
/// wakes one up. Codes, tokens and states are in no log.
final class ConsentPages {
    private static final Logger LOG = LoggerFactory.getLogger(ConsentPages.class);
    private static final String TITLE = "Not connected";

    private final CalendarConsents consents;
    private final ConnectedAccounts accounts;
    private final Visits visits;
    private final CalendarsView view;
    private final Cookie cookie;

    /// @param baseUrl how people reach the server
    ConsentPages(
            CalendarConsents consents, ConnectedAccounts accounts, Visits visits, CalendarsView view, String baseUrl) {
        this.consents = consents;
        this.accounts = accounts;
        this.visits = visits;
        this.view = view;
        this.cookie = Cookie.named("ajar_consent", baseUrl);
    }

    List<Endpoint> endpoints() {
        return List.of(
                leaving(ConnectedAccount.GOOGLE),
                returning(ConnectedAccount.GOOGLE),
                leaving(ConnectedAccount.MICROSOFT),
                returning(ConnectedAccount.MICROSOFT));
    }

    private Endpoint leaving(String type) {
        String summary = "Ask for consent to read calendars of " + CalendarConsents.title(type);
        return Endpoint.of("POST", CalendarsPage.CONNECT + type, "pages", summary, it -> leave(it, type))
                .openToAll();
    }

    private Endpoint returning(String type) {
        String summary = "Come back from the consent page of " + CalendarConsents.title(type);
        return Endpoint.of("GET", CalendarConsents.callback(type), "pages", summary, it -> comeBack(it, type))
                .openToAll();
    }

    private Response leave(Request request, String type) {
        return visits.sending(request, (visit, form) -> {
            String address = form.getOrDefault("address", "");
            try {
                var asked = consents.ask(visit.caller(), type, address.isEmpty() ? null : address);
                return Frame.away(asked.page().toString())
                        .with("set-cookie", cookie.set(asked.secret(), CalendarConsents.PATIENCE));
            } catch (ConnectorException refused) {
                return view.page(400, visit, CalendarsView.bad(ConnectedAccounts.told(refused)), Typed.NOTHING);
            }
        });
    }

    /// Whatever comes of it, the cookie has done its work.
    private Response comeBack(Request request, String type) {
        String title = CalendarConsents.title(type);
        var asker = cookie.of(request)
                .flatMap(secret -> consents.take(type, request.parameters().getOrDefault("state", ""), secret));
        if (asker.isEmpty()) {
            LOG.warn("Somebody came back from {} who did not leave from here", title);
            return view.problem(
                    400,
                    TITLE,
                    null,
                    "Connecting took too long, or was begun in another browser or window. Please begin again.");
        }
        var visit = visits.session(request)
                .filter(session -> session.person().id().equals(asker.get().userId()))
                .flatMap(session -> visits.in(session, asker.get().organizationId()));
        var answer = visit.isEmpty()
                ? view.problem(
                        403,
                        TITLE,
                        null,
                        "You are no longer signed in as who you were when you left for " + title
                                + ". Please begin again.")
                : connect(request, visit.get(), type);
        return answer.with("set-cookie", cookie.unset());
    }

    private Response connect(Request request, Visit visit, String type) {
        String organization = visit.member().organizationId();
        String code = request.parameters().getOrDefault("code", "");
        String secret = cookie.of(request).orElse("");
        try {
            if (code.isEmpty()) {
                throw consents.refused(
                        organization,
                        type,
                        request.parameters().getOrDefault("error", ""),
                        request.parameter("error_description"));
            }
            var grant = consents.redeem(organization, type, code, secret);
            var kept = accounts.keep(visit.caller(), request.origin(), type, grant);
            LOG.info("{} consented to {}", visit.caller().userId(), kept.id());
            return view.after(visit.member(), kept.isNew() ? Done.CONNECTED : Done.RENEWED);
        } catch (ConnectorException refused) {
            LOG.info("{} did not connect an account: {}", visit.caller().userId(), refused.reason());
            return view.problem(
                    refused.isTemporary() ? 502 : 403, TITLE, visit.member(), ConnectedAccounts.told(refused));
        } catch (ApiException refused) {
            if (refused.problem() instanceof Problem.Invalid(var errors)) {
                return view.problem(
                        403,
                        TITLE,
                        visit.member(),
                        Typed.refused(type, Map.of(), errors).problem());
            }
            throw refused;
        }
    }
}
