package io.mediadeleter.kafka.group;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.DeadClient;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that is made aside, on first use: settings are read, names looked up and keys loaded, while whoever asks goes on. It is made
 * anew where that failed, or where its thread has ended: see {@link DeadClient}. Thread-safe.
 */
final class GroupClient implements AutoCloseable {

    /** One that is lost at once, as where something else answers at a broker's address, is not made anew in each turn of the loop. */
    static final Duration BETWEEN = Duration.ofSeconds(5);

    private final Supplier<AdminSession> connecting;
    private final Time time;
    private @Nullable CompletableFuture<AdminSession> session;
    private long madeNanos;

    /** Told by the client's own thread, too, for which whoever closes the client waits. */
    private volatile boolean dead;

    /** @param connecting makes a client; may take long, or throw */
    GroupClient(Supplier<AdminSession> connecting, Time time) {
        this.connecting = connecting;
        this.time = time;
    }

    /** The one to ask now. */
    synchronized CompletableFuture<AdminSession> get() {
        CompletableFuture<AdminSession> last = session;
        long now = time.nanoTime();
        if (last != null && (!isLost(last) || now - madeNanos < BETWEEN.toNanos())) {
            return last;
        }
        close();
        dead = false;
        madeNanos = now;
        CompletableFuture<AdminSession> opening = new CompletableFuture<>();
        session = opening;
        Daemon.start("media-deleter-group", () -> {
            try {
                opening.complete(connecting.get());
            } catch (RuntimeException impossible) {
                opening.completeExceptionally(impossible);
            }
        });
        return opening;
    }

    private boolean isLost(CompletableFuture<AdminSession> made) {
        return dead || made.isCompletedExceptionally();
    }

    /** A question has failed. Waits for nothing. */
    void failed(Throwable failure) {
        if (DeadClient.isToldBy(failure)) {
            dead = true;
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            var unused = session.thenAccept(AdminSession::close);
        }
    }
}
