package ajar.activity;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codec;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.field.Items;
import ajar.engine.field.Rejected;
import ajar.engine.json.Json;
import ajar.engine.resource.Stamps;
import ajar.engine.resource.Work;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Files that hang on activities. Their addresses come from an upload and change from temporary to
/// persisted once the object that carries them is stored (Close docs: Files).
public final class Attachments {
    private static final String PREFIX = "https://app.close.com/go/file/";
    private static final Pattern TEMPORARY =
            Pattern.compile("https://app\\.close\\.com/go/file/temporary/[^/]+/([^/]+)/([^/]+)/?");
    private static final JsonNode NONE = Json.object().nullNode();

    /// An address that an upload gave.
    private static final Codec<String> URL = Codecs.text(2083, url -> {
        if (!url.startsWith(PREFIX)) {
            throw new Rejected("Invalid URL.");
        }
        return url;
    });

    /// Attachments of notes and WhatsApp messages.
    public static final Field<JsonNode> ON_NOTE =
            Field.column("attachments", items(1000).codec()).or(Json.array()).writable();

    /// The types of files that a mobile network carries.
    private static final Map<String, Set<String>> MEDIA = Map.of(
            "application", Set.of("pdf", "vcard"),
            "audio",
                    Set.of(
                            "3gpp",
                            "3gpp2",
                            "L24",
                            "ac3",
                            "amr",
                            "amr-nb",
                            "basic",
                            "mp4",
                            "mpeg",
                            "ogg",
                            "vnd.rn-realaudio",
                            "vnd.wave",
                            "webm"),
            "image", Set.of("bmp", "gif", "jpeg", "jpg", "png", "tiff"),
            "text", Set.of("calendar", "csv", "directory", "richtext", "rtf", "vcard", "x-vcard"),
            "video",
                    Set.of(
                            "3gpp",
                            "3gpp-tt",
                            "3gpp2",
                            "H261",
                            "H263",
                            "H263-1998",
                            "H263-2000",
                            "H264",
                            "mp4",
                            "mpeg",
                            "quicktime",
                            "webm"));

    /// Attachments of SMS messages.
    public static final Field<JsonNode> ON_SMS = Field.column(
                    "attachments",
                    items(10)
                            .readOnly("media_id", Codecs.ID, NONE)
                            .checkedBy(Attachments::checkMedia)
                            .codec())
            .or(Json.array())
            .writable();

    /// Attachments of e-mails.
    public static final Field<JsonNode> ON_EMAIL = Field.column(
                    "attachments",
                    items(1000)
                            .optional("content_id", Codecs.text(1000))
                            .or("inline_only", Codecs.BOOL, Json.object().booleanNode(false))
                            .codec())
            .or(Json.array())
            .writable();

    private Attachments() {}

    private static Items items(int most) {
        return Items.of()
                .optional("content_type", Codecs.text(255))
                .required("filename", Codecs.text(1000))
                .optional("size", Codecs.whole(0, Long.MAX_VALUE))
                .optional("thumbnail_url", Codecs.text(2083))
                .required("url", URL)
                .atMost(most);
    }

    private static void checkMedia(ObjectNode attachment) {
        String[] type = attachment.path("content_type").asString("").split("/", 2);
        if (type.length < 2 || !MEDIA.getOrDefault(type[0], Set.of()).contains(type[1])) {
            throw Items.rejected("content_type", "Not a valid choice.");
        }
    }

    /// Moves temporary addresses to the place of the stored object. `objectType` is the event type,
    /// such as `activity.note`.
    public static void persist(Draft draft, Field<JsonNode> attachments, String objectType, Work work) {
        if (!draft.changes(attachments)) {
            return;
        }
        var persisted = Json.array();
        for (var attachment : draft.need(attachments)) {
            var item = (ObjectNode) attachment.deepCopy();
            var temporary = TEMPORARY.matcher(item.path("url").asString(""));
            if (temporary.matches()) {
                String url = PREFIX + "persisted/" + work.caller().organizationId() + '/' + objectType + '/'
                        + draft.need(Stamps.ID) + '/' + temporary.group(1) + '/' + temporary.group(2) + '/';
                item.put("url", url);
                if (item.path("content_type").asString("").startsWith("image/")) {
                    item.put("thumbnail_url", url + "thumbnail/");
                }
            }
            persisted.add(item);
        }
        draft.set(attachments, persisted);
    }
}
