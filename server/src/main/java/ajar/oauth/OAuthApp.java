package ajar.oauth;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.predicate.Predicate;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Behaviour;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Resource;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Verb;
import ajar.engine.resource.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An application that acts for users with their consent. Ajar's own: Close keeps them in its settings.
/// Administrators make them, and only they see them; the secret is told once.
public final class OAuthApp implements Behaviour {
    static final Field<String> NAME = Field.column("name", Codecs.text(200))
            .mandatory()
            .writable()
            .about("What users are told that they let in.");
    static final Field<List<String>> REDIRECT_URIS = Field.column(
                    "redirect_uris", Codecs.texts(20, RedirectUri.LONGEST))
            .mandatory()
            .writable()
            .about("Where users may be sent back to: https, loopback, or a private scheme with a dot.");
    static final Field<List<String>> SCOPES = Field.column("scopes", Codecs.choices(Scope.WORDS))
            .or(Scope.WORDS)
            .writable()
            .about("What it may ask for.");
    static final Field<Boolean> CONFIDENTIAL = Field.column("confidential", Codecs.BOOL)
            .or(true)
            .fixed()
            .about("Whether it can keep a secret. One that cannot has none, and must use PKCE.");
    static final Field<String> SECRET_DIGEST =
            Field.column("secret_digest", Codecs.TEXT).hidden();

    public static final Resource RESOURCE = Resource.named("oauth_app")
            .model("OAuthApp")
            .in("oauth_client")
            .about("An application that acts for users with their consent.")
            .ids("oa2client", Ids.Size.SHORT)
            .fields(Stamps.PLAIN)
            .fields(NAME, REDIRECT_URIS, SCOPES, CONFIDENTIAL, SECRET_DIGEST)
            .verbs(Verb.LIST, Verb.GET, Verb.UPDATE)
            .extensions(Verb.LIST, Verb.GET, Verb.UPDATE)
            .guardedBy("manage_organization")
            .behaves(new OAuthApp())
            .example("""
                {"name": "Lead widget $unique", "redirect_uris": ["https://app.example.com/callback"]}\
                """)
            .updateExample("""
                {"name": "Lead gadget $unique", "redirect_uris": ["https://app.example.com/back"],
                 "scopes": ["all.full_access"]}\
                """)
            .build();

    private OAuthApp() {}

    @Override
    public void check(Draft draft, Work work, FieldErrors errors) {
        var uris = draft.need(REDIRECT_URIS);
        if (uris.isEmpty()) {
            errors.add(REDIRECT_URIS.name(), "List must not be empty.");
        }
        var wrong = Json.object();
        for (int i = 0; i < uris.size(); i++) {
            String place = Integer.toString(i);
            RedirectUri.objection(uris.get(i)).ifPresent(objection -> wrong.put(place, objection));
        }
        if (!wrong.isEmpty()) {
            errors.add(REDIRECT_URIS.name(), Json.object().set("errors", wrong));
        }
        if (draft.need(SCOPES).isEmpty()) {
            errors.add(SCOPES.name(), "List must not be empty.");
        }
    }

    @Override
    public @Nullable Predicate visibleTo(Caller caller) {
        return caller.isAdministrator() || caller.isSystem() ? null : new Predicate.Any(List.of());
    }
}
