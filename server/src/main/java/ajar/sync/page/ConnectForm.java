package ajar.sync.page;

import ajar.sync.ConnectedAccount;
import ajar.web.Html;
import ajar.web.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A form to connect an account that needs no consent page.
///
/// @param type the type of account it makes
record ConnectForm(String type, String title, String hint, List<Input> inputs) {
    /// All there are.
    static final List<ConnectForm> ALL = List.of(
            new ConnectForm(
                    ConnectedAccount.CALDAV,
                    "A CalDAV account",
                    "Such as iCloud, Fastmail or Nextcloud. Many want an app password, made in the settings of your"
                            + " account there. The address may be that of the server; your calendars are found from"
                            + " there.",
                    List.of(
                            new Input("url", "Address", "url", true, "https://caldav.example.com/"),
                            new Input("username", "User name", "text", true, ""),
                            new Input("password", "Password", "password", true, ""))),
            new ConnectForm(
                    ConnectedAccount.ICS,
                    "A calendar feed",
                    "A calendar published as a file that many programs call iCal, ICS or webcal.",
                    List.of(
                            new Input("url", "Address", "url", true, "https://example.com/team.ics"),
                            new Input("username", "User name, if it needs one", "text", false, ""),
                            new Input("password", "Password, if it needs one", "password", false, ""))));

    private static final Template FORM = new Template("""
        <details class="connect"${open}>
        <summary>${title}</summary>
        <p class="hint">${hint}</p>
        ${problem}<form method="post" action="${action}">
        ${hidden}${inputs}<div class="actions"><button type="submit">Connect</button></div>
        </form>
        </details>
        """);

    /// One line of a form.
    ///
    /// @param name the field it fills
    /// @param kind the type of the HTML element
    /// @param example shown while it is empty; empty for none
    record Input(String name, String label, String kind, boolean isNeeded, String example) {
        private static final Template LINE = new Template("""
            <label for="${id}">${label}</label>
            <input id="${id}" name="${name}" type="${kind}" value="${value}" maxlength="4096" autocomplete="off"\
            ${more}>
            ${problem}\
            """);
        private static final Template EXAMPLE = new Template(" placeholder=\"${text}\"");
        private static final Template WRONG = new Template(" aria-invalid=\"true\" aria-describedby=\"${id}-problem\"");
        private static final Template PROBLEM =
                new Template("<p class=\"message bad\" role=\"alert\" id=\"${id}-problem\">${text}</p>\n");

        private Html html(String type, Typed typed, boolean isFirstWrong) {
            var id = Html.text(type + "-" + name);
            boolean isSecret = kind.equals("password");
            String problem = typed.problems().getOrDefault(name, "");
            var more = List.of(
                    isNeeded ? new Html(" required") : Html.NOTHING,
                    example.isEmpty() ? Html.NOTHING : EXAMPLE.fill(Map.of("text", Html.text(example))),
                    problem.isEmpty() ? Html.NOTHING : WRONG.fill(Map.of("id", id)),
                    isFirstWrong ? new Html(" autofocus") : Html.NOTHING);
            return LINE.fill(Map.of(
                    "id", id,
                    "label", Html.text(label),
                    "name", Html.text(name),
                    "kind", Html.text(kind),
                    "value", isSecret ? Html.NOTHING : Html.text(typed.values().getOrDefault(name, "")),
                    "more", Html.join(more),
                    "problem",
                            problem.isEmpty()
                                    ? Html.NOTHING
                                    : PROBLEM.fill(Map.of("id", id, "text", Html.text(problem)))));
        }
    }

    /// The form, open and with what was typed when it was the one that was refused.
    Html html(String action, Html hidden, Typed typed) {
        boolean isMeant = typed.type().equals(type);
        var own = isMeant ? typed : Typed.NOTHING;
        var firstWrong = inputs.stream()
                .map(Input::name)
                .filter(own.problems()::containsKey)
                .findFirst();
        var others = new LinkedHashMap<>(own.problems());
        inputs.forEach(input -> others.remove(input.name()));
        return FORM.fill(Map.of(
                "open", isMeant ? new Html(" open") : Html.NOTHING,
                "title", Html.text(title),
                "hint", Html.text(hint),
                "problem", others.isEmpty() ? Html.NOTHING : CalendarsView.bad(String.join(" ", others.values())),
                "action", Html.text(action),
                "hidden", hidden,
                "inputs",
                        Html.join(inputs.stream()
                                .map(input -> input.html(
                                        type,
                                        own,
                                        firstWrong.filter(input.name()::equals).isPresent()))
                                .toList())));
    }
}
