import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What `bench/webhooks` measures. It starts and kills the server itself, plays the receivers, and checks
/// what they got: everything that was acknowledged, in order for each object, rightly signed.
///
/// Arguments: the folder for data, the port, how many events, how many per second, how many deliveries
/// for the rate, how many streams.
final class Webhooks {
    private static final String KEY = "bench";
    private static final int SUBSCRIPTIONS = 20;
    private static final int WRITERS = 16;
    private static final int UPDATES = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Pattern ID = Pattern.compile("\"id\":\"((?:lead|acti|whsub)_[^\"]*)\"");
    private static final Pattern SIGNATURE_KEY = Pattern.compile("\"signature_key\":\"([0-9a-f]+)\"");
    private static final Pattern OBJECT = Pattern.compile("\"object_id\":\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("\"note\":\"n(\\d+)\"");
    private static final Pattern DATE =
            Pattern.compile("\"date_created\":\"([^\"+]*)\",\"date_updated\":\"[^\"+]*\",\"id\":\"ev_");

    private final String folder;
    private final int port;
    private final String url;
    private Process server;

    private Webhooks(String folder, int port) {
        this.folder = folder;
        this.port = port;
        this.url = "http://127.0.0.1:" + port;
    }

    public static void main(String[] arguments) throws Exception {
        var bench = new Webhooks(arguments[0], Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(bench::stop));
        bench.start();
        bench.rate(Integer.parseInt(arguments[4]));
        bench.streams(Integer.parseInt(arguments[5]), 100, 10);
        bench.survive(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        bench.stop();
        System.exit(0);
    }

    // The server

    private void start() throws Exception {
        server = new ProcessBuilder(
                        "./ajar",
                        "serve",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        folder,
                        "--api-key",
                        KEY,
                        "--allow-private-network",
                        "--event-consolidation",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of(folder).resolveSibling("server.log").toFile()))
                .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!server.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the server does not start; see server.log");
            }
            Thread.sleep(20);
        }
    }

    private boolean isReady() {
        try {
            return call("GET", "/health", null).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void stop() {
        if (server != null && server.isAlive()) {
            server.destroy();
            try {
                server.waitFor(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private HttpResponse<String> call(String method, String path, String body) throws IOException {
        String authorization =
                "Basic " + Base64.getEncoder().encodeToString((KEY + ":").getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(url + (path.equals("/health") ? path : "/api/v1" + path)))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private String must(String method, String path, String body) throws IOException {
        var answer = call(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String find(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return found.group(1);
    }

    // Receivers

    /// How a receiver behaves.
    private enum Kind {
        HEALTHY,
        FAILING,
        HANGING,
        DEAD
    }

    /// A subscription and who receives for it.
    private final class Receiver {
        private final Kind kind;
        private final String id;
        private final SecretKeySpec key;
        private final HttpServer http;
        private final Map<String, Integer> highest = new ConcurrentHashMap<>();
        private final AtomicInteger distinct = new AtomicInteger();
        private final AtomicInteger all = new AtomicInteger();
        private final AtomicInteger unordered = new AtomicInteger();
        private final AtomicInteger forged = new AtomicInteger();
        private final ConcurrentLinkedQueue<long[]> latencies = new ConcurrentLinkedQueue<>();

        Receiver(Kind kind) throws IOException {
            this.kind = kind;
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/", this::receive);
            if (kind == Kind.DEAD) {
                http.stop(0);
            } else {
                http.start();
            }
            String body = "{\"url\": \"http://127.0.0.1:" + http.getAddress().getPort()
                    + "/\", \"events\": [{\"object_type\": \"activity.note\", \"action\": \"created\"},"
                    + " {\"object_type\": \"activity.note\", \"action\": \"updated\"}]}";
            String made = must("POST", "/webhook/", body);
            id = find(ID, made.substring(made.indexOf("\"id\":\"whsub_")));
            key = new SecretKeySpec(HexFormat.of().parseHex(find(SIGNATURE_KEY, made)), "HmacSHA256");
        }

        private void receive(HttpExchange exchange) throws IOException {
            Instant now = Instant.now();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (kind == Kind.HANGING) {
                LockSupport.parkNanos(Duration.ofSeconds(60).toNanos());
            }
            if (kind == Kind.HEALTHY) {
                take(exchange, body, now);
            }
            exchange.sendResponseHeaders(kind == Kind.HEALTHY ? 200 : 503, -1);
            exchange.close();
        }

        private void take(HttpExchange exchange, byte[] body, Instant now) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (!isGenuine(exchange, body)) {
                forged.incrementAndGet();
            }
            all.incrementAndGet();
            String object = find(OBJECT, text);
            int number = Integer.parseInt(find(NUMBER, text));
            Integer before = highest.get(object);
            if (before == null || number > before) {
                if (number != (before == null ? 0 : before + 1)) {
                    unordered.incrementAndGet();
                }
                highest.put(object, number);
                distinct.incrementAndGet();
                var created = LocalDateTime.parse(find(DATE, text)).toInstant(ZoneOffset.UTC);
                latencies.add(new long[] {
                    now.toEpochMilli(), Duration.between(created, now).toMillis()
                });
            }
        }

        private boolean isGenuine(HttpExchange exchange, byte[] body) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                mac.update(exchange.getRequestHeaders()
                        .getFirst("close-sig-timestamp")
                        .getBytes(StandardCharsets.UTF_8));
                return HexFormat.of()
                        .formatHex(mac.doFinal(body))
                        .equals(exchange.getRequestHeaders().getFirst("close-sig-hash"));
            } catch (java.security.GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        void forget() {
            highest.clear();
            distinct.set(0);
            all.set(0);
            unordered.set(0);
            latencies.clear();
        }

        void delete() throws IOException {
            must("DELETE", "/webhook/" + id + "/", null);
            if (kind != Kind.DEAD) {
                http.stop(0);
            }
        }
    }

    // The rate of deliveries

    /// Ten healthy receivers get the same events again, with nobody writing meanwhile.
    private void rate(int deliveries) throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            receivers.add(new Receiver(Kind.HEALTHY));
        }
        int events = Math.min(4_000, deliveries / receivers.size());
        String lead = lead();
        Instant since = Instant.now();
        for (int i = 0; i < events; i++) {
            must("POST", "/activity/note/", "{\"lead_id\": \"" + lead + "\", \"note\": \"n0\"}");
        }
        await("the first round", () -> receivers.stream().allMatch(one -> one.distinct.get() >= events));
        System.out.printf("%nRate: %d events for %d healthy receivers%n", events, receivers.size());
        for (int round = 1; round <= 3; round++) {
            receivers.forEach(Receiver::forget);
            long begin = System.nanoTime();
            for (var receiver : receivers) {
                must("POST", "/webhook/" + receiver.id + "/replay/", "{\"since\": \"" + since + "\"}");
            }
            long queued = System.nanoTime();
            await("the replay", () -> receivers.stream().allMatch(one -> one.distinct.get() >= events));
            long end = System.nanoTime();
            System.out.printf(
                    "round %d: %d deliveries in %.1f s, %.0f /s; queued in %.1f s%n",
                    round,
                    events * receivers.size(),
                    (end - begin) / 1e9,
                    events * receivers.size() / ((end - begin) / 1e9),
                    (queued - begin) / 1e9);
        }
        for (var receiver : receivers) {
            receiver.delete();
        }
    }

    private String lead() throws IOException {
        String made = must("POST", "/lead/?_fields=id", "{\"name\": \"Bench\"}");
        return find(ID, made);
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not in time: " + what);
            }
            Thread.sleep(5);
        }
    }

    // Streams

    private void streams(int streams, int perSecond, int seconds) throws Exception {
        var told = new AtomicInteger();
        var latencies = new ConcurrentLinkedQueue<Long>();
        List<HttpResponse<java.io.InputStream>> open = new ArrayList<>();
        String authorization =
                "Basic " + Base64.getEncoder().encodeToString((KEY + ":").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < streams; i++) {
            var request = HttpRequest.newBuilder(
                            URI.create(url + "/api/v1/event/stream/?object_type=activity.note&action=created"))
                    .header("authorization", authorization)
                    .build();
            var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("a stream was refused: " + answer.statusCode());
            }
            open.add(answer);
            Thread.ofVirtual().start(() -> {
                try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (line.startsWith("data: ")) {
                            var created = LocalDateTime.parse(find(DATE, line)).toInstant(ZoneOffset.UTC);
                            latencies.add(
                                    Duration.between(created, Instant.now()).toMillis());
                            told.incrementAndGet();
                        }
                    }
                } catch (IOException closed) {
                    // The end of the measurement.
                }
            });
        }
        String lead = lead();
        int events = perSecond * seconds;
        long begin = System.nanoTime();
        for (int i = 0; i < events; i++) {
            LockSupport.parkNanos(begin + i * 1_000_000_000L / perSecond - System.nanoTime());
            must("POST", "/activity/note/?_fields=id", "{\"lead_id\": \"" + lead + "\", \"note\": \"n0\"}");
        }
        await("the streams", () -> told.get() >= events * streams);
        double took = (System.nanoTime() - begin) / 1e9;
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%nStreams: %d streams, %d events in %.1f s, %.0f messages/s; from the write p50 %d ms, p99 %d ms%n",
                streams, events, took, told.get() / took, percentile(sorted, 50), percentile(sorted, 99));
        for (var answer : open) {
            answer.body().close();
        }
    }

    private static long percentile(long[] sorted, double percent) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    // Nothing lost

    /// Twenty subscriptions, a third of them sick; the server is killed twice while events are written.
    private void survive(int events, int perSecond) throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            var kind = i % 3 != 2
                    ? Kind.HEALTHY
                    : List.of(Kind.FAILING, Kind.DEAD, Kind.HANGING).get(i / 3 % 3);
            receivers.add(new Receiver(kind));
        }
        var healthy = receivers.stream().filter(one -> one.kind == Kind.HEALTHY).toList();
        System.out.printf(
                "%nSurvival: %d events at up to %d/s, %d subscriptions of which %d are healthy, two kills%n",
                events, perSecond, SUBSCRIPTIONS, healthy.size());
        String lead = lead();
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        var written = new AtomicInteger();
        var tickets = new AtomicLong();
        var running = new AtomicBoolean(true);
        long begin = System.nanoTime();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.ofVirtual().start(() -> {
                while (running.get() && written.get() < events) {
                    writeOne(lead, acknowledged, written, () -> {
                        long at = begin + tickets.getAndIncrement() * 1_000_000_000L / perSecond;
                        LockSupport.parkNanos(at - System.nanoTime());
                    });
                }
            }));
        }
        List<Long> kills = new ArrayList<>();
        for (int kill = 1; kill <= 2; kill++) {
            int goal = events * kill / 3;
            await("a third of the events", () -> written.get() >= goal);
            kills.add(System.currentTimeMillis());
            server.destroyForcibly();
            server.waitFor();
            start();
            System.out.printf(
                    "kill %d after %d events; ready again after %d ms%n",
                    kill, goal, System.currentTimeMillis() - kills.getLast());
        }
        for (var writer : writers) {
            writer.join();
        }
        double writing = (System.nanoTime() - begin) / 1e9;
        int expected =
                acknowledged.values().stream().mapToInt(number -> number + 1).sum();
        await("everything to arrive", () -> healthy.stream().allMatch(one -> hasAll(one, acknowledged)));
        double took = (System.nanoTime() - begin) / 1e9;
        report(healthy, acknowledged, expected, writing, took, kills);
    }

    /// A note and its changes, each numbered. A change that was not acknowledged may have happened or not,
    /// so the note is left alone from then on.
    private void writeOne(String lead, Map<String, Integer> acknowledged, AtomicInteger written, Runnable turn) {
        try {
            turn.run();
            var made = call("POST", "/activity/note/?_fields=id", "{\"lead_id\": \"" + lead + "\", \"note\": \"n0\"}");
            if (made.statusCode() != 200) {
                return;
            }
            String id = find(ID, made.body());
            acknowledged.put(id, 0);
            written.incrementAndGet();
            for (int i = 1; i <= UPDATES; i++) {
                turn.run();
                var changed = call("PUT", "/activity/note/" + id + "/?_fields=id", "{\"note\": \"n" + i + "\"}");
                if (changed.statusCode() != 200) {
                    return;
                }
                acknowledged.put(id, i);
                written.incrementAndGet();
            }
        } catch (IOException killed) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean hasAll(Receiver receiver, Map<String, Integer> acknowledged) {
        return acknowledged.entrySet().stream()
                .allMatch(entry -> receiver.highest.getOrDefault(entry.getKey(), -1) >= entry.getValue());
    }

    private static void report(
            List<Receiver> healthy,
            Map<String, Integer> acknowledged,
            int expected,
            double writing,
            double took,
            List<Long> kills) {
        int missing = 0;
        for (var receiver : healthy) {
            missing += (int) acknowledged.entrySet().stream()
                    .filter(entry -> receiver.highest.getOrDefault(entry.getKey(), -1) < entry.getValue())
                    .count();
        }
        int all = healthy.stream().mapToInt(one -> one.all.get()).sum();
        int distinct = healthy.stream().mapToInt(one -> one.distinct.get()).sum();
        System.out.printf(
                "%d acknowledged events in %.0f s (%.0f/s); all delivered after %.0f s, %.0f deliveries/s%n",
                expected, writing, expected / writing, took, distinct / took);
        System.out.printf(
                "missing %d, out of order %d, wrongly signed %d, twice %d%n",
                missing,
                healthy.stream().mapToInt(one -> one.unordered.get()).sum(),
                healthy.stream().mapToInt(one -> one.forged.get()).sum(),
                all - distinct);
        long[] everything = healthy.stream()
                .flatMap(one -> one.latencies.stream())
                .mapToLong(one -> one[1])
                .sorted()
                .toArray();
        // A claim of a killed server runs out after half a minute.
        long[] undisturbed = healthy.stream()
                .flatMap(one -> one.latencies.stream())
                .filter(one -> kills.stream().noneMatch(kill -> one[0] >= kill && one[0] < kill + 45_000))
                .mapToLong(one -> one[1])
                .sorted()
                .toArray();
        System.out.printf(
                "from the write to the receiver: p50 %d ms, p99 %d ms, p99.9 %d ms, at most %d ms%n",
                percentile(everything, 50),
                percentile(everything, 99),
                percentile(everything, 99.9),
                Arrays.stream(everything).max().orElse(-1));
        System.out.printf(
                "the same without 45 s after each kill: p50 %d ms, p99 %d ms, p99.9 %d ms%n",
                percentile(undisturbed, 50), percentile(undisturbed, 99), percentile(undisturbed, 99.9));
    }
}
