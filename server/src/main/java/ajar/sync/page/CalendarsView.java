package ajar.sync.page;

import ajar.engine.Engine;
import ajar.engine.http.Response;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.read.ReadPlan;
import ajar.login.FormGuard;
import ajar.organization.Member;
import ajar.sync.CalendarConsents;
import ajar.sync.ConnectedAccount;
import ajar.web.Frame;
import ajar.web.Html;
import ajar.web.Template;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the page of connected calendars looks.
final class CalendarsView {
    static final String TITLE = "Your calendars";

    private static final int MOST = 1000;
    private static final List<String> PROVIDERS = List.of(ConnectedAccount.GOOGLE, ConnectedAccount.MICROSOFT);
    private static final Template PAGE = Template.named("calendars.html");
    private static final Template BAD = new Template("<p class=\"message bad\" role=\"alert\">${text}</p>\n");
    private static final Template BACK = new Template("<p><a href=\"${address}\">Back to your calendars</a></p>\n");
    private static final Template IN = new Template(" into <strong>${name}</strong>. ${elsewhere}");
    private static final Template ELSEWHERE = new Template("<a href=\"${address}\">Change to ${name}</a>. ");
    private static final Html NO_ACCOUNTS = new Html("<p>None is connected yet.</p>\n");
    private static final Template PROVIDER = new Template("""
        <form method="post" action="${action}">
        ${hidden}<button type="submit">Connect ${title}</button>
        </form>
        """);
    private static final Template ABSENT = new Template("""
        <p class="hint">${title} can be connected when whoever runs this server has registered it there and starts it \
        with <code>--${type}-client-id</code> and <code>--${type}-client-secret</code>.</p>
        """);
    private static final Template HIDDEN =
            new Template("<input type=\"hidden\" name=\"${name}\" value=\"${value}\">\n");

    private final Engine engine;
    private final CalendarConsents consents;
    private final Frame frame;

    CalendarsView(Engine engine, CalendarConsents consents, Frame frame) {
        this.engine = engine;
        this.consents = consents;
        this.frame = frame;
    }

    /// A box that says what is wrong.
    static Html bad(String text) {
        return BAD.fill(Map.of("text", Html.text(text)));
    }

    /// The page after something was done.
    Response after(Member member, Done done) {
        return frame.redirect(path(member) + "&done=" + done.word());
    }

    private static String path(Member member) {
        return CalendarsPage.PATH + "?organization=" + member.organizationId();
    }

    /// A page that says why something was not done, and leads back.
    ///
    /// @param member whose calendars it leads to; null when that is not known
    Response problem(int status, String title, @Nullable Member member, String text) {
        String path = member == null ? CalendarsPage.PATH : path(member);
        var back = BACK.fill(Map.of("address", Html.text(frame.address(path))));
        return frame.page(status, title, Html.join(List.of(bad(text), back)));
    }

    /// The page itself.
    ///
    /// @param message what is to be told first
    Response page(int status, Visit visit, Html message, Typed typed) {
        var content = PAGE.fill(Map.of(
                "message", message,
                "organization", organization(visit),
                "accounts", accounts(visit),
                "providers",
                        Html.join(PROVIDERS.stream()
                                .filter(type -> consents.page(type).isPresent())
                                .map(type -> provider(visit, type))
                                .toList()),
                "absent",
                        Html.join(PROVIDERS.stream()
                                .filter(type -> consents.page(type).isEmpty())
                                .map(type -> ABSENT.fill(Map.of(
                                        "type", Html.text(type), "title", Html.text(CalendarConsents.title(type)))))
                                .toList()),
                "forms",
                        Html.join(ConnectForm.ALL.stream()
                                .map(form -> form.html(action(form.type()), hidden(visit, Map.of()), typed))
                                .toList())));
        return frame.page(status, TITLE, content, targets());
    }

    /// Where the forms of the page end up, besides here: browsers count what a form redirects to.
    private String targets() {
        return PROVIDERS.stream()
                .map(consents::page)
                .flatMap(Optional::stream)
                .map(CalendarsView::origin)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String origin(URI page) {
        return page.getScheme() + "://" + page.getRawAuthority();
    }

    /// Which organization it is; not worth a word to who has only one.
    private Html organization(Visit visit) {
        if (visit.members().size() == 1) {
            return new Html(".");
        }
        return IN.fill(Map.of(
                "name", Html.text(visit.member().organizationName()),
                "elsewhere",
                        Html.join(visit.members().stream()
                                .filter(it -> !it.equals(visit.member()))
                                .map(it -> ELSEWHERE.fill(Map.of(
                                        "address", Html.text(frame.address(path(it))),
                                        "name", Html.text(it.organizationName()))))
                                .toList())));
    }

    private Html accounts(Visit visit) {
        var resource = ConnectedAccount.RESOURCE;
        String user = Objects.requireNonNull(visit.caller().userId());
        var plan = ReadPlan.of(
                resource,
                resource.defaults(),
                Predicate.equal(ConnectedAccount.USER_ID, user),
                resource.defaultOrder(),
                MOST,
                0);
        var now = engine.clock().of(visit.member().organizationId()).now();
        var cards = Json.parse(engine.list(visit.caller(), plan))
                .path("data")
                .valueStream()
                .map(account -> new AccountCard(account, now)
                        .html(
                                frame.address(CalendarsPage.PATH),
                                hidden(
                                        visit,
                                        Map.of("account", account.path("id").asString())),
                                again(
                                        visit,
                                        account.path("_type").asString(),
                                        account.path("email").asString(""))))
                .toList();
        return cards.isEmpty() ? NO_ACCOUNTS : Html.join(cards);
    }

    /// The button that asks for consent to an account once more; nothing where no consent is asked for.
    private Html again(Visit visit, String type, String address) {
        return PROVIDERS.contains(type) && consents.page(type).isPresent()
                ? AccountCard.AGAIN.fill(
                        Map.of("action", Html.text(action(type)), "hidden", hidden(visit, Map.of("address", address))))
                : Html.NOTHING;
    }

    private Html provider(Visit visit, String type) {
        return PROVIDER.fill(Map.of(
                "action", Html.text(action(type)),
                "hidden", hidden(visit, Map.of()),
                "title", Html.text(CalendarConsents.title(type))));
    }

    private String action(String type) {
        return frame.address(CalendarsPage.CONNECT + type);
    }

    /// What every form carries.
    private static Html hidden(Visit visit, Map<String, String> more) {
        List<Html> fields = new ArrayList<>();
        fields.add(hidden(FormGuard.FIELD, visit.session().proof()));
        fields.add(hidden("organization", visit.member().organizationId()));
        more.forEach((name, value) -> fields.add(hidden(name, value)));
        return Html.join(fields);
    }

    private static Html hidden(String name, String value) {
        return HIDDEN.fill(Map.of("name", Html.text(name), "value", Html.text(value)));
    }
}
