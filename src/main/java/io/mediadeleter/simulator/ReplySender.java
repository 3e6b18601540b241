package io.mediadeleter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.mediadeleter.simulator.api.Reply;
import io.mediadeleter.time.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends replies once their time has come, without a thread that waits for it. Silent connections are closed in the end:
 * after the longest silence, or earlier when there are too many of them.
 *
 * <p>Thread-safe: the silent connections are guarded by the instance's lock, an exchange belongs to whoever replies.
 */
final class ReplySender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReplySender.class);

    private static final int MOST_SILENT = 1_000;
    private static final int THREADS = 2;

    private record Silent(HttpExchange exchange, Future<?> end) {}

    private final ScheduledThreadPoolExecutor later =
            new ScheduledThreadPoolExecutor(THREADS, Daemon.named("simulator-reply"));
    private final Deque<Silent> silent = new ArrayDeque<>();
    private final Duration longestSilence;

    ReplySender(Duration longestSilence) {
        this.longestSilence = longestSilence;
        later.setRemoveOnCancelPolicy(true);
    }

    void send(HttpExchange exchange, Reply reply, Duration latency) {
        if (latency.isZero()) {
            send(exchange, reply);
        } else {
            var unused = later.schedule(() -> send(exchange, reply), latency.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void send(HttpExchange exchange, Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            write(exchange, answer);
        } else if (reply instanceof Reply.Silence) {
            keepSilent(exchange);
        } else {
            exchange.close();
        }
    }

    private static void write(HttpExchange exchange, Reply.Answer answer) {
        byte[] body = answer.body().getBytes(UTF_8);
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            // The server takes -1 for "no body"; 0 would mean one of unknown length.
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body, 0, answer.cut() ? body.length / 2 : body.length);
            exchange.getResponseBody().flush();
        } catch (IOException gone) {
            log.debug("the caller did not wait for the answer", gone);
        } finally {
            exchange.close();
        }
    }

    private synchronized void keepSilent(HttpExchange exchange) {
        if (silent.size() == MOST_SILENT) {
            Silent oldest = silent.removeFirst();
            oldest.end().cancel(false);
            oldest.exchange().close();
        }
        Future<?> end = later.schedule(this::endOldest, longestSilence.toNanos(), TimeUnit.NANOSECONDS);
        silent.addLast(new Silent(exchange, end));
    }

    /** All are silent for the same time, so the one whose time is up is the oldest. */
    private synchronized void endOldest() {
        if (!silent.isEmpty()) {
            silent.removeFirst().exchange().close();
        }
    }

    /** Drops the replies that are not yet due; their connections end with the server. */
    @Override
    public void close() {
        later.shutdownNow();
    }
}
