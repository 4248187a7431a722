package ajar.simulate.google;

import ajar.simulate.calendar.Calendar;
import ajar.simulate.calendar.Switches;
import ajar.simulate.calendar.User;
import ajar.simulate.http.Json;
import ajar.simulate.http.Notifier;
import ajar.simulate.http.Received;
import ajar.simulate.http.Refused;
import ajar.simulate.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Push channels (Google docs: Push notifications). A message says that something has changed, never
/// what. Addresses may be `http:`, which Google refuses.
final class GoogleChannels {
    private static final DateTimeFormatter EXPIRATION =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
    private static final Duration WEEK = Duration.ofDays(7);

    private static final class Channel {
        private final String id;
        private final String resource;
        private final String uri;
        private final String address;
        private final @Nullable String token;
        private final Instant until;
        private long messages;

        Channel(String id, String resource, String uri, String address, @Nullable String token, Instant until) {
            this.id = id;
            this.resource = resource;
            this.uri = uri;
            this.address = address;
            this.token = token;
            this.until = until;
        }
    }

    private final Notifier notifier;
    private final Switches switches;
    private final InstantSource clock;
    private final Map<String, Channel> channels = new LinkedHashMap<>();

    GoogleChannels(Notifier notifier, Switches switches, InstantSource clock) {
        this.notifier = notifier;
        this.switches = switches;
        this.clock = clock;
    }

    /// The name of what is watched: a calendar's events, or, without a calendar, the list of calendars.
    private static String resource(User user, @Nullable Calendar calendar) {
        String name = user.email() + '/' + (calendar == null ? "" : calendar.id());
        return "res" + Integer.toHexString(name.hashCode()) + name.length();
    }

    synchronized Reply watch(User user, @Nullable Calendar calendar, Received request, String base) {
        ObjectNode body = request.json();
        String id = Json.string(body, "id", "");
        String address = Json.string(body, "address", "");
        String type = Json.string(body, "type", "");
        if (switches.get(GoogleSwitches.WATCH_REFUSED)) {
            return GoogleErrors.of(
                    400,
                    "calendar",
                    "pushNotSupportedForRequestedResource",
                    "Push notifications are not supported by this resource.");
        }
        if (!type.equals("web_hook") && !type.equals("webhook")) {
            return GoogleErrors.of(400, "global", "required", "Unknown channel type");
        }
        if (id.isEmpty() || id.length() > 64) {
            return GoogleErrors.of(400, "global", "channelIdInvalid", "Channel id invalid");
        }
        if (channels.containsKey(id)) {
            return GoogleErrors.of(400, "global", "channelIdNotUnique", "Channel id not unique");
        }
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            return GoogleErrors.of(
                    400, "global", "push.webhookUrlNotHttps", "WebHook callback must be HTTPS: " + address);
        }
        String uri = base + request.path().replaceFirst("/watch$", "") + "?alt=json";
        var channel = new Channel(id, resource(user, calendar), uri, address, Json.string(body, "token"), until(body));
        channels.put(id, channel);
        send(channel, "sync");
        ObjectNode answer = Json.object()
                .put("kind", "api#channel")
                .put("id", id)
                .put("resourceId", channel.resource)
                .put("resourceUri", uri);
        if (channel.token != null) {
            answer.put("token", channel.token);
        }
        return Reply.json(200, answer.put("expiration", Long.toString(channel.until.toEpochMilli())));
    }

    private Instant until(ObjectNode body) {
        Instant now = clock.instant();
        long seconds = body.path("params").path("ttl").asLong(WEEK.toSeconds());
        if (body.has("expiration")) {
            seconds = (body.path("expiration").asLong(0) - now.toEpochMilli()) / 1000;
        }
        if (seconds <= 0) {
            throw new Refused(GoogleErrors.of(
                    400, "global", "channelExpirationInvalid", "The channel expiration is in the past"));
        }
        return now.plusSeconds(Math.min(seconds, switches.get(GoogleSwitches.CHANNEL_SECONDS)));
    }

    synchronized Reply stop(ObjectNode body) {
        String id = Json.string(body, "id", "");
        Channel channel = channels.get(id);
        if (channel == null || !channel.resource.equals(Json.string(body, "resourceId"))) {
            return GoogleErrors.of(404, "global", "notFound", "Channel '" + id + "' not found for project 'simulator'");
        }
        channels.remove(id);
        return Reply.empty(204);
    }

    /// Tells all channels on a calendar, or on a user's list of calendars, of a change.
    synchronized void changed(User user, @Nullable Calendar calendar) {
        String resource = resource(user, calendar);
        channels.values().removeIf(channel -> !clock.instant().isBefore(channel.until));
        List<Channel> watching = new ArrayList<>(channels.values());
        for (Channel channel : watching) {
            if (channel.resource.equals(resource) && !switches.get(GoogleSwitches.NOTIFICATIONS_LOST)) {
                send(channel, "exists");
                if (switches.get(GoogleSwitches.NOTIFICATIONS_DOUBLED)) {
                    channel.messages -= 1000;
                    send(channel, "exists");
                }
            }
        }
    }

    synchronized void expire() {
        channels.clear();
    }

    /// The first message of a channel has the number 1; later ones have larger numbers, with gaps.
    private void send(Channel channel, String state) {
        channel.messages += state.equals("sync") ? 1 : 1000;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "*/*");
        headers.put("User-Agent", "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google)");
        headers.put("X-Goog-Channel-ID", channel.id);
        if (channel.token != null) {
            headers.put("X-Goog-Channel-Token", channel.token);
        }
        headers.put("X-Goog-Channel-Expiration", EXPIRATION.format(channel.until.atOffset(ZoneOffset.UTC)));
        headers.put("X-Goog-Resource-ID", channel.resource);
        headers.put("X-Goog-Resource-URI", channel.uri);
        headers.put("X-Goog-Resource-State", state);
        headers.put("X-Goog-Message-Number", Long.toString(channel.messages));
        notifier.send(channel.address, headers, "");
    }
}
