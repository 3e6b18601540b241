package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for pages that machines and operators look at: GET only, each page made anew for each request.
 *
 * <p>Thread-safe. It takes its port when it is bound and answers once it is told what to show, so that a port that is in
 * use is known before anything else has begun. {@value #THREADS} threads answer; a page must not wait for anything.
 */
public final class OpsServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpsServer.class);

    private static final int THREADS = 2;
    private static final int BACKLOG = 16;

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

    /** Begins to answer; called once. Pages are by their path. */
    public void show(Map<String, Supplier<Page>> pages) {
        Map<String, Supplier<Page>> byPath = new TreeMap<>(pages);
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, byPath));
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Map<String, Supplier<Page>> pages) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                send(exchange, page(exchange.getRequestURI().getPath(), pages));
            } else {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private static Page page(String path, Map<String, Supplier<Page>> pages) {
        Supplier<Page> found = pages.get(path);
        if (found == null) {
            return Page.json(404, Map.of("error", "there is no " + path, "pages", pages.keySet()));
        }
        try {
            return found.get();
        } catch (RuntimeException failed) {
            log.warn("{} could not be shown", path, failed);
            return Page.json(500, Map.of("error", failed.toString()));
        }
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
    }
}
