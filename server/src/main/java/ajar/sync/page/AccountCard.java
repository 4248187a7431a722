package ajar.sync.page;

import ajar.sync.ConnectedAccount;
import ajar.web.Html;
import ajar.web.Template;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// One account on the page: what it is, how it is, and what can be done with it.
///
/// @param account as the API shows it
/// @param now the organization's time
record AccountCard(JsonNode account, Instant now) {
    /// The button that asks for consent once more.
    static final Template AGAIN = new Template("""
        <form class="actions" method="post" action="${action}">
        ${hidden}<button class="small" type="submit">Connect again</button>
        </form>
        """);

    private static final int MOST_NAMES = 20;
    private static final int MOST_QUARANTINED = 100;
    private static final Template CARD = new Template("""
        <section class="card account">
        <h2>${kind}</h2>
        <p class="hint">${whose}</p>
        <dl>${facts}</dl>
        ${trouble}${quarantined}<form class="actions" method="post" action="${action}">
        ${hidden}${buttons}</form>
        <details>
        <summary>Disconnect</summary>
        <form method="post" action="${action}">
        ${hidden}<p>It is not read any more, and its password or consent is forgotten. Its meetings stay as they are.</p>
        <button class="small" type="submit" name="do" value="disconnect">Disconnect it</button>
        </form>
        </details>
        </section>
        """);
    private static final Template FACT = new Template("<dt>${name}</dt><dd>${value}</dd>\n");
    private static final Template BUTTON = new Template(
            "<button class=\"quiet small\" type=\"submit\" name=\"do\" value=\"${word}\">${text}</button>\n");
    private static final Template TROUBLE =
            new Template("<p class=\"message bad\">${message} ${remedy} First noticed ${since}.</p>\n${help}");
    private static final Template PASSWORD = new Template("""
        <form method="post" action="${action}">
        ${hidden}<label for="password-${id}">New password</label>
        <input id="password-${id}" name="password" type="password" maxlength="4096" autocomplete="off" required>
        <div class="actions"><button class="small" type="submit" name="do" value="password">Use it</button></div>
        </form>
        """);
    private static final Template QUARANTINED = new Template("""
        <details>
        <summary>${count} could not be read</summary>
        <p class="hint">All others are read. Most often it helps to save the event anew in your calendar.</p>
        <ul>${events}</ul>
        </details>
        """);
    private static final Template EVENT = new Template("<li><strong>${title}</strong>: ${reason}</li>\n");

    /// @param action where its forms are sent
    /// @param hidden what its forms carry
    /// @param again the button that asks for consent once more; nothing for what needs none
    Html html(String action, Html hidden, Html again) {
        return CARD.fill(Map.of(
                "kind", Html.text(kind()),
                "whose", Html.text(whose()),
                "facts", facts(),
                "trouble", trouble(action, hidden, again),
                "quarantined", quarantined(),
                "action", Html.text(action),
                "hidden", hidden,
                "buttons", buttons()));
    }

    private String text(String field) {
        return account.path(field).asString("");
    }

    private String state() {
        return account.at("/sync_status/state").asString("");
    }

    private String kind() {
        return switch (text("_type")) {
            case ConnectedAccount.GOOGLE -> "Google Calendar";
            case ConnectedAccount.MICROSOFT -> "Microsoft 365";
            case ConnectedAccount.CALDAV -> "CalDAV";
            default -> text("url").isEmpty() ? "Calendar files" : "Calendar feed";
        };
    }

    /// The address or URL, and for servers who is signed in there.
    private String whose() {
        if (text("url").isEmpty()) {
            return text("email").isEmpty()
                    ? account.at("/default_identity/email").asString("")
                    : text("email");
        }
        return text("username").isEmpty() ? text("url") : text("username") + " at " + text("url");
    }

    private Html facts() {
        List<Html> facts = new ArrayList<>();
        facts.add(fact("State", Html.text(stateInWords())));
        if (!account.path("synced_calendars").isEmpty()) {
            facts.add(fact("Calendars", Html.text(calendars())));
        }
        if (!state().equals("manual")) {
            facts.add(fact("Last read", Ago.html(account.at("/sync_status/last_complete_sync_at"), now, "not yet")));
        }
        var next = account.at("/sync_status/next_sync_at");
        if (next.isString()) {
            facts.add(fact("Next", Ago.due(next, now)));
        }
        return Html.join(facts);
    }

    private static Html fact(String name, Html value) {
        return FACT.fill(Map.of("name", Html.text(name), "value", value));
    }

    private String stateInWords() {
        return switch (state()) {
            case "ok" -> "Up to date";
            case "failing" -> "Cannot be read";
            case "paused" -> "Paused";
            case "manual" -> "Takes in files that are sent to it";
            default -> "Waiting to be read for the first time";
        };
    }

    private String calendars() {
        Map<String, String> names = new HashMap<>();
        account.path("available_calendars")
                .forEach(it ->
                        names.put(it.path("id").asString(""), it.path("name").asString("")));
        var read = account.path("synced_calendars");
        String shown = read.valueStream()
                .limit(MOST_NAMES)
                .map(JsonNode::asString)
                .map(id -> names.getOrDefault(id, "").isBlank() ? id : names.getOrDefault(id, ""))
                .collect(Collectors.joining(", "));
        return read.size() > MOST_NAMES ? shown + " and " + (read.size() - MOST_NAMES) + " more" : shown;
    }

    private Html trouble(String action, Html hidden, Html again) {
        var error = account.at("/sync_status/error");
        if (!error.isObject()) {
            return Html.NOTHING;
        }
        boolean isRefused = error.path("reason").asString("").equals("reauthorize");
        return TROUBLE.fill(Map.of(
                "message", Html.text(error.path("message").asString("")),
                "remedy", Html.text(error.path("remedy").asString("")),
                "since", Ago.html(error.path("since"), now, "a while ago"),
                "help", isRefused ? help(action, hidden, again) : Html.NOTHING));
    }

    /// What lets the account's owner sign in again.
    private Html help(String action, Html hidden, Html again) {
        return text("username").isEmpty()
                ? again
                : PASSWORD.fill(Map.of("action", Html.text(action), "hidden", hidden, "id", Html.text(text("id"))));
    }

    private Html quarantined() {
        var events = account.path("quarantined");
        if (events.isEmpty()) {
            return Html.NOTHING;
        }
        String count = events.size() == 1
                ? "1 event"
                : (events.size() < MOST_QUARANTINED ? "" : "At least ") + events.size() + " events";
        return QUARANTINED.fill(Map.of(
                "count", Html.text(count),
                "events",
                        Html.join(events.valueStream()
                                .map(event -> EVENT.fill(Map.of(
                                        "title",
                                                Html.text(event.path("title")
                                                        .asString(event.path("key")
                                                                .asString(""))),
                                        "reason", Html.text(event.path("reason").asString("")))))
                                .toList())));
    }

    private Html buttons() {
        boolean isPaused = state().equals("paused");
        List<Html> buttons = new ArrayList<>();
        if (!state().equals("manual")) {
            buttons.add(isPaused ? button(Done.RESUMED, "Resume") : button(Done.PAUSED, "Pause"));
            if (!isPaused) {
                buttons.add(button(Done.READ, "Read now"));
            }
        }
        return Html.join(buttons);
    }

    private static Html button(Done done, String text) {
        return BUTTON.fill(Map.of("word", Html.text(done.word()), "text", Html.text(text)));
    }
}
