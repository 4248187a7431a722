package ajar.engine.outgoing;

import ajar.engine.outgoing.OutgoingException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Sends requests to addresses that other people chose.
///
/// Unless private networks are allowed, every address a name resolves to is looked at before the
/// connection is made, and the connection goes to the address that was looked at, so a name cannot
/// change its answer in between. Redirects pass through the same check. Safe for use by many threads.
public final class OutgoingHttp implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 1000;

    private final boolean allowsPrivateNetwork;
    private final CloseableHttpClient checking;
    private final CloseableHttpClient trusting;
    private final ScheduledExecutorService deadlines = deadlines();

    /// What reads an answer. It need not read it to the end.
    @FunctionalInterface
    public interface Reading<T> {
        T read(OutgoingResponse response) throws IOException;
    }

    /// @param allowsPrivateNetwork whether loopback and private addresses may be called
    public OutgoingHttp(boolean allowsPrivateNetwork) {
        this.allowsPrivateNetwork = allowsPrivateNetwork;
        this.checking = client(true);
        this.trusting = client(false);
    }

    /// Deadlines that were met are forgotten at once: each holds on to its request.
    private static ScheduledExecutorService deadlines() {
        var executor = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform().daemon().name("outgoing-deadlines").unstarted(task));
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private CloseableHttpClient client(boolean checksCertificates) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new GuardedResolver())
                .setMaxConnTotal(MOST_CONNECTIONS)
                // Many people's receivers may live on one host; who calls bounds what is under way.
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(Timeout.ofSeconds(30))
                        .build());
        if (!checksCertificates) {
            connections.setTlsSocketStrategy(trustAll());
        }
        return HttpClients.custom()
                .setConnectionManager(connections.build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Ajar")
                .build();
    }

    private static org.apache.hc.client5.http.ssl.TlsSocketStrategy trustAll() {
        try {
            return ClientTlsStrategyBuilder.create()
                    .setSslContext(SSLContexts.custom()
                            .loadTrustMaterial(TrustAllStrategy.INSTANCE)
                            .build())
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
                    .buildClassic();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has TLS", impossible);
        }
    }

    /// Whether loopback and private addresses may be called.
    public boolean allowsPrivateNetwork() {
        return allowsPrivateNetwork;
    }

    /// Sends a request and hands its answer, whatever its status, to `reading`.
    ///
    /// @throws OutgoingException when there is no answer, or it breaks off or off limits
    /// @throws IOException whatever `reading` throws
    public <T extends @Nullable Object> T send(OutgoingRequest request, Reading<T> reading) throws IOException {
        var now = request;
        int left = request.redirects();
        while (true) {
            var step = once(now, reading, left > 0 || request.redirects() == 0 ? left : -1);
            if (step.next == null) {
                return step.result;
            }
            now = redirected(now, step.next, step.status);
            left--;
        }
    }

    /// The parsed address, when it is one that could be called.
    ///
    /// @throws OutgoingException when it is not an `http` or `https` URL with a host, or has credentials
    public static URI address(String text) throws OutgoingException {
        try {
            return checked(URI.create(text.strip()));
        } catch (IllegalArgumentException malformed) {
            throw new OutgoingException(Reason.BAD_ADDRESS, "This is not a URL.", malformed);
        }
    }

    private static URI checked(URI address) throws OutgoingException {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new OutgoingException(Reason.BAD_ADDRESS, "The URL must start with http:// or https://.");
        }
        if (address.getHost() == null || address.getHost().isEmpty()) {
            throw new OutgoingException(Reason.BAD_ADDRESS, "The URL has no valid host.");
        }
        if (address.getRawUserInfo() != null) {
            throw new OutgoingException(Reason.BAD_ADDRESS, "The URL must not have a user name or password in it.");
        }
        return address;
    }

    private record Step<T extends @Nullable Object>(
            T result, @Nullable URI next, int status) {}

    @SuppressWarnings("NullAway") // a redirect has no result, and Step#next tells
    private <T extends @Nullable Object> Step<T> once(OutgoingRequest request, Reading<T> reading, int redirectsLeft)
            throws IOException {
        checked(request.address());
        var message = message(request);
        // Set first: what is canceled fails before the task that cancels it is done.
        var tooLate = new AtomicBoolean();
        Runnable giveUp = () -> {
            tooLate.set(true);
            message.cancel();
        };
        var deadline = deadlines.schedule(giveUp, request.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return (request.checksCertificates() ? checking : trusting).execute(message, answer -> {
                var response = response(request, answer);
                if (redirectsLeft != 0 && REDIRECTS.contains(response.status())) {
                    String location = response.header("location");
                    if (redirectsLeft < 0 || location == null) {
                        message.cancel();
                        throw new OutgoingException(Reason.REDIRECT, "The address redirects too often or nowhere.");
                    }
                    message.cancel();
                    return new Step<T>(null, resolve(request.address(), location), response.status());
                }
                boolean ended = false;
                try {
                    T result = reading.read(response);
                    ended = !(response.body() instanceof BoundedStream body) || body.hasEnded();
                    return new Step<>(result, null, response.status());
                } finally {
                    // What was left unread is not worth waiting for: the connection is dropped instead.
                    if (!ended) {
                        message.cancel();
                    }
                }
            });
        } catch (IOException failed) {
            throw tooLate.get() ? timeout(request, failed) : translate(request, failed);
        } finally {
            deadline.cancel(false);
        }
    }

    private static HttpUriRequestBase message(OutgoingRequest request) {
        var message = new HttpUriRequestBase(request.method(), request.address());
        var timeout = Timeout.of(request.timeout());
        message.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build());
        request.headers().forEach(message::setHeader);
        if (request.body() != null) {
            String type = request.headers().get("Content-Type");
            message.setEntity(new ByteArrayEntity(
                    request.body(), type == null ? ContentType.APPLICATION_OCTET_STREAM : ContentType.parse(type)));
        }
        return message;
    }

    private static OutgoingResponse response(OutgoingRequest request, ClassicHttpResponse answer) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (var header : answer.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), Objects.toString(header.getValue(), ""));
        }
        var entity = answer.getEntity();
        InputStream body = entity == null
                ? InputStream.nullInputStream()
                : new BoundedStream(entity.getContent(), request.maximumBody());
        return new OutgoingResponse(answer.getCode(), headers, body, request.address());
    }

    private static URI resolve(URI from, String location) throws OutgoingException {
        try {
            return checked(from.resolve(location.strip()));
        } catch (IllegalArgumentException malformed) {
            throw new OutgoingException(Reason.REDIRECT, "The address redirects to something that is no URL.");
        }
    }

    /// Credentials stay with the host they were meant for, and a body is only repeated when asked for.
    private static OutgoingRequest redirected(OutgoingRequest request, URI next, int status) throws OutgoingException {
        boolean sameOrigin = Objects.equals(request.address().getScheme(), next.getScheme())
                && Objects.equals(request.address().getAuthority(), next.getAuthority());
        Map<String, String> headers = new HashMap<>(request.headers());
        if (!sameOrigin) {
            headers.keySet()
                    .removeIf(name -> name.equalsIgnoreCase("authorization") || name.equalsIgnoreCase("cookie"));
        }
        boolean becomesGet = status == 303 || (status < 303 && request.method().equals("POST"));
        return new OutgoingRequest(
                becomesGet ? "GET" : request.method(),
                next,
                headers,
                becomesGet ? null : request.body(),
                request.redirects(),
                request.timeout(),
                request.maximumBody(),
                request.checksCertificates());
    }

    private static OutgoingException timeout(OutgoingRequest request, IOException cause) {
        Duration time = request.timeout();
        return new OutgoingException(
                Reason.TIMEOUT,
                host(request) + " did not answer within " + time.toMillis() / 1000.0 + " seconds.",
                cause);
    }

    private static IOException translate(OutgoingRequest request, IOException failed) {
        String host = host(request);
        return switch (failed) {
            case OutgoingException known -> known;
            case PrivateAddress _ ->
                new OutgoingException(
                        Reason.PRIVATE_ADDRESS,
                        host + " is on a private network. Start the server with --allow-private-network if it"
                                + " may be called.",
                        failed);
            case UnknownHostException _ ->
                new OutgoingException(Reason.UNKNOWN_HOST, "The host " + host + " is not known.", failed);
            case SSLException _ ->
                new OutgoingException(
                        Reason.TLS, "No secure connection to " + host + ": " + failed.getMessage(), failed);
            case SocketTimeoutException _ -> timeout(request, failed);
            case ConnectException _ ->
                new OutgoingException(Reason.CONNECTION, host + " does not accept connections.", failed);
            case java.net.SocketException _ ->
                new OutgoingException(Reason.CONNECTION, "The connection to " + host + " broke.", failed);
            case org.apache.hc.core5.http.NoHttpResponseException _ ->
                new OutgoingException(Reason.CONNECTION, host + " closed the connection without an answer.", failed);
            case org.apache.hc.core5.http.ConnectionClosedException _ ->
                new OutgoingException(Reason.CONNECTION, "The answer of " + host + " broke off.", failed);
            default -> failed;
        };
    }

    private static String host(OutgoingRequest request) {
        return Objects.toString(request.address().getHost(), "the host");
    }

    /// A name that leads into a private network only.
    private static final class PrivateAddress extends UnknownHostException {
        private static final long serialVersionUID = 1;

        PrivateAddress(String host) {
            super(host);
        }
    }

    private final class GuardedResolver implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            var all = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            if (allowsPrivateNetwork) {
                return all;
            }
            var allowed = Arrays.stream(all).filter(PublicAddresses::contains).toArray(InetAddress[]::new);
            if (allowed.length == 0) {
                throw new PrivateAddress(host);
            }
            return allowed;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return host;
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        checking.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
        trusting.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
