package ajar.meeting;

import ajar.engine.Engine;
import ajar.engine.field.Codecs;
import ajar.engine.http.Endpoint;
import ajar.engine.http.Request;
import ajar.engine.http.Response;
import ajar.engine.id.Ids;
import ajar.engine.json.Json;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.FieldErrors;
import ajar.engine.resource.Caller;
import ajar.engine.write.Transaction;
import ajar.text.RichText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What can be done with a meeting beyond the five verbs: an application's own notes on it (Close docs:
/// Meetings), and, as an Ajar extension, putting in a transcript.
public final class MeetingActions {
    private static final String PATH = "/api/v1/activity/meeting/{id}/";
    private static final String THIRD_PARTY = "third_party";

    private final Engine engine;

    public MeetingActions(Engine engine) {
        this.engine = engine;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        var integration = Json.object().put("type", "object");
        integration
                .putObject("properties")
                .putObject("integration_data")
                .put("type", "object")
                .putObject("properties")
                .putObject("note_html")
                .put("type", "string");
        return List.of(
                Endpoint.of(
                                "POST",
                                PATH + "integration/",
                                "activity/meeting",
                                "Create or update third-party Meeting integration (OAuth applications only)",
                                this::integrate)
                        .guarded()
                        .body(integration)
                        .answering(200, Json.object().put("type", "object")),
                Endpoint.of(
                                "POST",
                                PATH + "transcript/",
                                "activity/meeting",
                                "Add a transcript: utterances as JSON, WebVTT (text/vtt) or SubRip"
                                        + " (application/x-subrip)",
                                this::addTranscript)
                        .body(Json.object().put("type", "object"))
                        .answering(201, Json.object().put("type", "object"))
                        .extension());
    }

    private Response integrate(Request request) {
        var application = request.caller().application();
        if (application == null) {
            throw ApiException.forbidden(
                    "Meeting integrations can be written by OAuth applications only, not with an API key.");
        }
        var body = request.json();
        var noteHtml = noteHtml(body);
        ObjectNode answer = engine.write(request.caller(), request.origin(), work -> {
            var integrations = integrations(work, request.variable("id"));
            var own = own(integrations, application);
            if (noteHtml == null) {
                return own == null ? Json.object() : own;
            }
            if (own == null) {
                own = integrations.addObject();
                own.put("id", engine.ids().next("evtint", Ids.Size.SHORT));
            }
            own.putObject("integration_data").put("note_html", noteHtml);
            own.put("integration_name", THIRD_PARTY);
            own.putObject("oauth_client").put("id", application.id()).put("name", application.name());
            work.update(Meeting.RESOURCE, request.variable("id"), it -> it.set(Meeting.INTEGRATIONS, integrations));
            return own;
        });
        return Response.json(200, answer);
    }

    private static ArrayNode integrations(Transaction work, String id) {
        var meeting = work.find(Meeting.RESOURCE, id).orElseThrow(() -> ApiException.notFound("Meeting"));
        return (ArrayNode) meeting.need(Meeting.INTEGRATIONS).deepCopy();
    }

    private static @org.jspecify.annotations.Nullable ObjectNode own(
            ArrayNode integrations, Caller.Application application) {
        for (var integration : integrations) {
            if (integration.path("oauth_client").path("id").asString("").equals(application.id())) {
                return (ObjectNode) integration;
            }
        }
        return null;
    }

    /// The note that was sent; null when the body is empty, which changes nothing.
    private static @org.jspecify.annotations.Nullable String noteHtml(ObjectNode body) {
        var data = body.get("integration_data");
        if (data == null || (data.isObject() && data.isEmpty())) {
            return null;
        }
        var note = data.get("note_html");
        if (note == null || !note.isString()) {
            throw ApiException.invalid(
                    "integration_data",
                    note == null || note.isNull()
                            ? "note_html: This field is required."
                            : "note_html: Value must be of str type.");
        }
        return RichText.accept(Codecs.TEXT.parse(note));
    }

    private Response addTranscript(Request request) {
        engine.get(request.caller(), Meeting.RESOURCE, request.variable("id"), List.of());
        ObjectNode transcript = transcript(request);
        transcript.put("id", engine.ids().next("transcript", Ids.Size.SHORT));
        engine.write(request.caller(), request.origin(), work -> {
            String id = request.variable("id");
            var all = transcripts(work, id).add(transcript);
            return work.update(Meeting.RESOURCE, id, meeting -> {
                meeting.set(Meeting.TRANSCRIPTS, all);
                if (transcript.path("summary_text").isString()) {
                    var summary = Json.object();
                    summary.set("html", transcript.path("summary_html"));
                    summary.set("text", transcript.path("summary_text"));
                    meeting.set(Meeting.SUMMARY, summary);
                }
            });
        });
        return Response.json(201, transcript);
    }

    private ArrayNode transcripts(Transaction work, String id) {
        var stored = Json.parse(engine.get(work, Meeting.RESOURCE, id, List.of(Meeting.TRANSCRIPTS)));
        JsonNode list = stored.path("transcripts");
        return list.isArray() ? (ArrayNode) list : Json.array();
    }

    private static ObjectNode transcript(Request request) {
        String text = new String(request.body(), StandardCharsets.UTF_8);
        try {
            return switch (request.mediaType()) {
                case "text/vtt" -> Transcript.fromWebVtt(clean(text));
                case "application/x-subrip", "text/srt", "application/srt" -> Transcript.fromSrt(clean(text));
                default -> Transcript.fromJson(Codecs.DOCUMENT.parse(request.json()));
            };
        } catch (TranscriptException malformed) {
            throw ApiException.invalid(new FieldErrors().addOverall(String.valueOf(malformed.getMessage())));
        } catch (ajar.engine.field.Rejected rejected) {
            throw ApiException.invalid("utterances", rejected.detail().asString());
        }
    }

    private static String clean(String text) {
        return Codecs.text(20_000_000).parseText(text, java.time.ZoneOffset.UTC);
    }
}
