package io.mediadeleter.ops.http;

import io.mediadeleter.time.Daemon;
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
 * <p>Thread-safe. It takes its port before anything else has begun, so that one that is in use is known, and answers from then on:
 * about health alone, until it is told what else there is to show. No thread waits for a client ({@link ConnectionLimit} bounds their number and time),
 * and health is answered by the thread that reads the request: whatever others ask for does not keep a probe waiting. A page
 * must not wait for anything, either.
 *
 * <p>Nobody is asked who they are, so a page of some other site, open in an operator's browser, must not act in their
 * name: a browser says with every POST where its page is from, and whoever says so is refused. Nor may it read here, by a name
 * of its own for this address: {@link AllowedHosts}.
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
    private record Offer(List<String> methods, Function<AcceptedFormat, Page> page) {

        boolean isAction() {
            return methods.contains("POST");
        }
    }

    /**
     * What there is.
     *
     * @param otherwise what is answered at any other path
     */
    private record Shown(Map<String, Offer> offers, Function<String, Page> otherwise) {}

    private final Server server;
    private final ServerConnector connector;
    private final AllowedHosts hosts;
    private final ExecutorService workers;
    private volatile Shown shown;

    private OpsServer(Server server, ServerConnector connector, AllowedHosts hosts, Shown first) {
        this.server = server;
        this.connector = connector;
        this.hosts = hosts;
        this.shown = first;
        this.workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Daemon.named("ops-page"));
    }

    /**
     * Takes the port and begins to answer.
     *
     * @param port 0 for any free one
     * @param hosts by which names this server may be asked for its pages
     * @param health until there is more to show; everything else is answered with 503
     * @throws UncheckedIOException when the address cannot be bound, with a message for people
     */
    public static OpsServer bind(
            String host, int port, AllowedHosts hosts, Map<String, Function<AcceptedFormat, Page>> health) {
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
            return started(new OpsServer(server, connector, hosts, new Shown(pages(health), OpsServer::notYet)));
        } catch (IOException failed) {
            Throwable reason = failed.getCause() == null ? failed : failed.getCause();
            throw new UncheckedIOException(
                    "cannot listen on " + host + ":" + port + ": " + reason.getMessage(), failed);
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    private static OpsServer started(OpsServer bound) {
        bound.server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                bound.answer(request, response, callback, bound.shown);
                return true;
            }
        });
        try {
            bound.server.start();
            return bound;
        } catch (Exception broken) {
            throw new IllegalStateException("the server of the pages does not start", broken);
        }
    }

    /** From now on shows this, in place of what it has shown before. Pages and actions are by their path, which differ. */
    public void show(Map<String, Function<AcceptedFormat, Page>> pages, Map<String, Supplier<Page>> actions) {
        Map<String, Offer> offers = pages(pages);
        actions.forEach((path, action) -> offers.put(path, new Offer(List.of("POST"), asked -> action.get())));
        shown = new Shown(
                offers, path -> Page.json(404, Map.of("error", "there is no " + path, "pages", offers.keySet())));
    }

    private static Page notYet(String path) {
        return Page.json(503, Map.of("error", "this instance is starting: there is no " + path + " yet"));
    }

    private static Map<String, Offer> pages(Map<String, Function<AcceptedFormat, Page>> pages) {
        Map<String, Offer> offers = new TreeMap<>();
        pages.forEach((path, page) -> offers.put(path, new Offer(List.of("GET", "HEAD"), page)));
        return offers;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        try {
            server.stop();
            connector.close();
        } catch (Exception failed) {
            log.warn("The page server did not stop cleanly: {}", failed.toString());
        }
    }

    private void answer(Request request, Response response, Callback callback, Shown now) {
        String path = request.getHttpURI().getDecodedPath();
        Offer offer = now.offers().get(path);
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
            send(response, callback, now.otherwise().apply(path), false);
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
            send(response, callback, page(path, offer, AcceptedFormat.of(request)), false);
        } else {
            makeAndSend(path, offer, AcceptedFormat.of(request), response, callback);
        }
    }

    private void makeAndSend(String path, Offer offer, AcceptedFormat asked, Response response, Callback callback) {
        try {
            workers.execute(() -> send(response, callback, page(path, offer, asked), asked.takesGzip()));
        } catch (RejectedExecutionException busy) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            send(response, callback, Page.json(503, Map.of("error", "too many requests at once")), false);
        }
    }

    private static Page page(String path, Offer offer, AcceptedFormat asked) {
        try {
            return offer.page().apply(asked);
        } catch (RuntimeException failed) {
            log.warn("{} could not be shown", path, failed);
            return Page.json(500, Map.of("error", failed.toString()));
        }
    }

    private static void send(Response response, Callback callback, Page page, boolean compressed) {
        byte[] body = compressed ? page.gzip() : page.bytes();
        if (compressed) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        response.setStatus(page.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        HEADERS.forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
