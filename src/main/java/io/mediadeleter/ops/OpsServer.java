package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for pages that machines and operators look at, each made anew for each request, and for the few
 * things that operators do. A page is shown at GET, an action is done at POST, and its page tells what came of it.
 *
 * <p>Thread-safe. It takes its port when it is bound and answers once it is told what to show, so that a port that is in
 * use is known before anything else has begun. {@value #THREADS} threads answer; a page must not wait for anything.
 *
 * <p>Nobody is asked who they are, so a page of some other site, open in an operator's browser, must not act in their
 * name: a browser says with every POST where its page is from, and whoever says so is refused.
 */
public final class OpsServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpsServer.class);

    private static final int THREADS = 2;
    private static final int BACKLOG = 16;

    /** Nothing is kept, nothing is loaded from elsewhere, and no other site shows these pages as its own. */
    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");

    private static final List<String> BROWSERS_HEADERS = List.of("Origin", "Referer", "Sec-Fetch-Site");

    /** What is at a path, for whom comes with this method. */
    private record Offer(String method, Supplier<Page> page) {

        boolean isAction() {
            return method.equals("POST");
        }
    }

    private final HttpServer server;
    private final ExecutorService workers;

    private OpsServer(HttpServer server) {
        this.server = server;
        this.workers = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "ops-http");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the port.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException when the address cannot be bound, with a message for people
     */
    public static OpsServer bind(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        try {
            if (address.isUnresolved()) {
                throw new IOException("the host has no address");
            }
            return new OpsServer(HttpServer.create(address, BACKLOG));
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "cannot listen on " + host + ":" + port + ": " + failed.getMessage(), failed);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Begins to answer; called once. Pages and actions are by their path, which differ. */
    public void show(Map<String, Supplier<Page>> pages, Map<String, Supplier<Page>> actions) {
        Map<String, Offer> offers = new TreeMap<>();
        pages.forEach((path, page) -> offers.put(path, new Offer("GET", page)));
        actions.forEach((path, action) -> offers.put(path, new Offer("POST", action)));
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, offers));
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Map<String, Offer> offers) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Offer offer = offers.get(path);
            if (offer == null) {
                send(exchange, Page.json(404, Map.of("error", "there is no " + path, "pages", offers.keySet())));
            } else if (!offer.method().equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", offer.method());
                exchange.sendResponseHeaders(405, -1);
            } else if (offer.isAction() && isFromABrowser(exchange)) {
                send(exchange, Page.json(403, Map.of("error", "not from a browser: use a command such as curl")));
            } else {
                send(exchange, page(path, offer.page()));
            }
        }
    }

    private static boolean isFromABrowser(HttpExchange exchange) {
        return BROWSERS_HEADERS.stream().anyMatch(exchange.getRequestHeaders()::containsKey);
    }

    private static Page page(String path, Supplier<Page> page) {
        try {
            return page.get();
        } catch (RuntimeException failed) {
            log.warn("{} could not be shown", path, failed);
            return Page.json(500, Map.of("error", failed.toString()));
        }
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        HEADERS.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
    }
}
