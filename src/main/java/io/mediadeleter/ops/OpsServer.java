package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.time.Daemon;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for pages that machines and operators look at, each made anew for each request, and for the few
 * things that operators do. A page is shown at GET and HEAD, an action is done at POST, and its page tells what came of it.
 *
 * <p>Thread-safe. It takes its port when it is bound and answers once it is told what to show, so that a port that is in
 * use is known before anything else has begun. No thread waits for a client ({@link ConnectionLimit} bounds their number and time),
 * and health is answered by the thread that reads the request: whatever others ask for does not keep a probe waiting. A page
 * must not wait for anything, either.
 *
 * <p>Nobody is asked who they are, so a page of some other site, open in an operator's browser, must not act in their
 * name: a browser says with every POST where its page is from, and whoever says so is refused. Nor may it read here, by a name
 * of its own for this address: {@link KnownHosts}.
 */
public final class OpsServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpsServer.class);

    private static final int THREADS = 2;
    private static final int MOST_WAITING = 32;
    private static final int BACKLOG = 128;
    private static final String HEALTH = "/health/";

    /** Nothing is kept, nothing is loaded from elsewhere, and no other site shows these pages as its own. */
    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Vary", "Accept, Accept-Encoding",
            "X-Content-Type-Options", "nosniff");

    private static final List<String> BROWSERS_HEADERS = List.of("Origin", "Referer", "Sec-Fetch-Site");

    /** What is at a path, for whom comes with one of these methods. */
    private record Offer(List<String> methods, Function<Representation, Page> page) {

        boolean isAction() {
            return methods.contains("POST");
        }
    }

    private final Server server;
    private final ServerConnector connector;
    private final KnownHosts hosts;
    private final ExecutorService workers;

    private OpsServer(Server server, ServerConnector connector, KnownHosts hosts) {
        this.server = server;
        this.connector = connector;
        this.hosts = hosts;
        this.workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Daemon.named("ops-page"));
    }

    /**
     * Takes the port.
     *
     * @param port 0 for any free one
     * @param hosts by which names this server may be asked for its pages
     * @throws UncheckedIOException when the address cannot be bound, with a message for people
     */
    public static OpsServer bind(String host, int port, KnownHosts hosts) {
        QueuedThreadPool threads = new QueuedThreadPool(6, 3);
        threads.setName("ops-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // A connection is for one request, so its age is the request's, and the oldest can be closed for a new one.
        http.setPersistentConnectionsEnabled(false);
        ServerConnector connector =
                new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.addBean(new ConnectionLimit(connector.getScheduler()));
        server.addConnector(connector);
        try {
            if (new InetSocketAddress(host, port).isUnresolved()) {
                throw new IOException("the host has no address");
            }
            connector.open();
            return new OpsServer(server, connector, hosts);
        } catch (IOException failed) {
            Throwable reason = failed.getCause() == null ? failed : failed.getCause();
            throw new UncheckedIOException(
                    "cannot listen on " + host + ":" + port + ": " + reason.getMessage(), failed);
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** Begins to answer; called once. Pages and actions are by their path, which differ. */
    public void show(Map<String, Function<Representation, Page>> pages, Map<String, Supplier<Page>> actions) {
        Map<String, Offer> offers = new TreeMap<>();
        pages.forEach((path, page) -> offers.put(path, new Offer(List.of("GET", "HEAD"), page)));
        actions.forEach((path, action) -> offers.put(path, new Offer(List.of("POST"), asked -> action.get())));
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                answer(request, response, callback, offers);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception broken) {
            throw new IllegalStateException("the server of the pages does not start", broken);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        try {
            server.stop();
            connector.close();
        } catch (Exception failed) {
            log.warn("the server of the pages did not stop cleanly: {}", failed.toString());
        }
    }

    private void answer(Request request, Response response, Callback callback, Map<String, Offer> offers) {
        String path = request.getHttpURI().getDecodedPath();
        Offer offer = offers.get(path);
        boolean isHealth = path.startsWith(HEALTH);
        if (!isHealth && !hosts.know(request.getHttpURI().getHost())) {
            send(
                    response,
                    callback,
                    Page.json(
                            421,
                            Map.of("error", hosts.refusal(request.getHttpURI().getHost()))),
                    false);
        } else if (offer == null) {
            Page none = Page.json(404, Map.of("error", "there is no " + path, "pages", offers.keySet()));
            send(response, callback, none, false);
        } else if (!offer.methods().contains(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", offer.methods()));
            send(
                    response,
                    callback,
                    Page.json(405, Map.of("error", "use " + offer.methods().get(0))),
                    false);
        } else if (offer.isAction() && BROWSERS_HEADERS.stream().anyMatch(request.getHeaders()::contains)) {
            send(
                    response,
                    callback,
                    Page.json(403, Map.of("error", "not from a browser: use a command such as curl")),
                    false);
        } else if (isHealth) {
            send(response, callback, page(path, offer, Representation.of(request)), false);
        } else {
            makeAndSend(path, offer, Representation.of(request), response, callback);
        }
    }

    private void makeAndSend(String path, Offer offer, Representation asked, Response response, Callback callback) {
        try {
            workers.execute(() -> send(response, callback, page(path, offer, asked), asked.takesGzip()));
        } catch (RejectedExecutionException busy) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            send(response, callback, Page.json(503, Map.of("error", "too many requests at once")), false);
        }
    }

    private static Page page(String path, Offer offer, Representation asked) {
        try {
            return offer.page().apply(asked);
        } catch (RuntimeException failed) {
            log.warn("{} could not be shown", path, failed);
            return Page.json(500, Map.of("error", failed.toString()));
        }
    }

    private static void send(Response response, Callback callback, Page page, boolean compressed) {
        byte[] body = page.body().getBytes(UTF_8);
        if (compressed) {
            body = gzip(body);
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        response.setStatus(page.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        HEADERS.forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
