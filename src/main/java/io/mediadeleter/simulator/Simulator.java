package io.mediadeleter.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.CallLog;
import io.mediadeleter.simulator.account.MediaLibrary;
import io.mediadeleter.simulator.account.QuotaWindow;
import io.mediadeleter.simulator.api.DeleteMediaAction;
import io.mediadeleter.simulator.api.DescribeMediaInfosAction;
import io.mediadeleter.simulator.api.Reply;
import io.mediadeleter.simulator.control.ControlApi;
import io.mediadeleter.simulator.fault.FaultScript;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.simulator.request.ApiAction;
import io.mediadeleter.simulator.request.ApiRequest;
import io.mediadeleter.time.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A VOD API that runs here: DeleteMedia and DescribeMediaInfos at {@code /}, and a control API for people and scripts under {@code /control/}.
 * Tests use the methods instead; each takes effect with the next call that arrives.
 *
 * <p>Thread-safe: it holds the parts together, and each of them is thread-safe.
 */
public final class Simulator implements AutoCloseable {

    static {
        // The server's class reads these once, when it loads. Without nodelay, Nagle's algorithm and the client's
        // delayed acknowledgements add 40 ms to every answer. By default it keeps 200 idle connections, for 30 s; more
        // callers than that would see connections close under their next call.
        setIfUnset("sun.net.httpserver.nodelay", "true");
        setIfUnset("sun.net.httpserver.maxIdleConnections", "4096");
        setIfUnset("sun.net.httpserver.idleInterval", "600");
    }

    private static final int THREADS = 8;
    private static final int BACKLOG = 1_024;

    private final Account account;
    private final DeleteMediaAction deleteMedia;
    private final DescribeMediaInfosAction describeMediaInfos;
    private final ControlApi control;
    private final ReplySender desk;
    private final ExecutorService workers;
    private final HttpServer server;

    private Simulator(SimulatorSettings settings) throws IOException {
        account = settings.account();
        deleteMedia = new DeleteMediaAction(account, settings.clock);
        describeMediaInfos = new DescribeMediaInfosAction(account, settings.clock);
        control = new ControlApi(account);
        server = HttpServer.create(new InetSocketAddress(settings.host, settings.port), BACKLOG);
        desk = new ReplySender(settings.longestSilence);
        workers = Executors.newFixedThreadPool(THREADS, Daemon.named("simulator-http"));
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    /**
     * Starts a simulator that runs until it is closed.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    public static Simulator start(SimulatorSettings settings) {
        try {
            return new Simulator(settings);
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "cannot listen on " + settings.host + ":" + settings.port + ": " + failed.getMessage(), failed);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where to call it, without a path: scheme, host and port. */
    public URI uri() {
        InetAddress bound = server.getAddress().getAddress();
        InetAddress called = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        String host = called.getHostAddress();
        return URI.create("http://" + (called instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port());
    }

    /** The media that exist. */
    public MediaLibrary media() {
        return account.media();
    }

    /** What goes wrong on purpose. */
    public FaultScript faults() {
        return account.faults();
    }

    /** How many calls of DeleteMedia pass in each second. */
    public QuotaWindow quota() {
        return account.quota();
    }

    /** How many calls of DescribeMediaInfos pass in each second. */
    public QuotaWindow describeQuota() {
        return account.describeQuota();
    }

    /** The calls of DeleteMedia, and what was answered. */
    public CallLog calls() {
        return account.calls();
    }

    /** The calls of DescribeMediaInfos, and what was answered. */
    public CallLog described() {
        return account.described();
    }

    /** Another latency, from the next answer on. */
    public void latency(Latency distribution) {
        account.pace().latency(distribution);
    }

    /** Closes all connections, those included that wait for an answer. */
    @Override
    public void close() {
        desk.close();
        server.stop(0);
        workers.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        ApiRequest request = read(exchange);
        if (request.path().equals("/")) {
            desk.send(exchange, act(request), account.pace().next());
        } else {
            desk.send(exchange, control.answer(request), Duration.ZERO);
        }
    }

    /** Whoever asks for neither is refused as if for a deletion. */
    private Reply act(ApiRequest request) {
        return ApiAction.of(request).equals(Optional.of(ApiAction.DESCRIBE_MEDIA_INFOS))
                ? describeMediaInfos.answer(request)
                : deleteMedia.answer(request);
    }

    private static ApiRequest read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String query = exchange.getRequestURI().getRawQuery();
        return new ApiRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query == null ? "" : query,
                headers,
                exchange.getRequestBody().readNBytes(ApiRequest.LONGEST_BODY + 1));
    }

    private static void setIfUnset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
