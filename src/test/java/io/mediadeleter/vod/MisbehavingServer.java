package io.mediadeleter.vod;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server on a plain socket that answers each request as it is told, however wrong. Thread-safe; each
 * connection has a daemon thread, and there are at most {@value #MAX_OPEN} at a time.
 */
final class MisbehavingServer implements AutoCloseable {

    /** @param head the request line and the headers, in lower case */
    record Received(String head, String body) {}

    private static final int MAX_OPEN = 64;
    private static final int LONGEST_WAIT_MILLIS = 200_000;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MAX_OPEN);
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final Behaviour greeting;
    private volatile Behaviour behaviour;

    MisbehavingServer(Behaviour behaviour) {
        this(socket -> {}, behaviour);
    }

    private MisbehavingServer(Behaviour greeting, Behaviour behaviour) {
        this.greeting = greeting;
        this.behaviour = behaviour;
        try {
            server = new ServerSocket(0, MAX_OPEN, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("misbehaving-server", this::accept);
    }

    /** A server that says this before it has read anything, as one does that was called with another protocol. */
    static MisbehavingServer speakingFirst(String words) {
        return new MisbehavingServer(Behaviour.raw(words), Behaviour.hangUp());
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** From the next request on. */
    void behave(Behaviour next) {
        behaviour = next;
    }

    List<Received> requests() {
        return List.copyOf(requests);
    }

    int accepted() {
        return accepted.get();
    }

    /** Connections that neither side has closed. */
    int openSockets() {
        return open.size();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            places.acquireUninterruptibly();
            Socket socket = server.accept();
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            accepted.incrementAndGet();
            open.add(socket);
            start("misbehaving-connection", () -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            greeting.answer(socket);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                Received request = read(in);
                if (request == null) {
                    return;
                }
                requests.add(request);
                behaviour.answer(socket);
            }
        } finally {
            open.remove(socket);
            places.release();
        }
    }

    /** One request; null when the client has closed the connection. */
    private static @Nullable Received read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        String lowerCase = head.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
        int length = lowerCase
                .lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
        return new Received(lowerCase, new String(in.readNBytes(length), UTF_8));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The client went, or the server was closed: both are part of every test.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
