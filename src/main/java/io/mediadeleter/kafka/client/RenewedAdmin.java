package io.mediadeleter.kafka.client;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka's admin client, and another one in its place once its thread has died: see {@link DeadClient}. Thread-safe. */
public final class RenewedAdmin implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RenewedAdmin.class);

    private final Supplier<Admin> connecting;
    private Admin admin;
    private volatile boolean dead;
    private boolean closed;

    /** @param connecting makes a client; what it throws the first time is thrown */
    public RenewedAdmin(Supplier<Admin> connecting) {
        this.connecting = connecting;
        this.admin = connecting.get();
    }

    /** The one to ask now. */
    public synchronized Admin get() {
        if (dead && !closed) {
            dead = isDead(admin);
        }
        if (dead && !closed) {
            log.warn("A client of Kafka's has lost its thread by an error. Connecting anew");
            try {
                Admin next = connecting.get();
                admin.close(Duration.ZERO);
                admin = next;
                dead = false;
            } catch (RuntimeException notNow) {
                log.warn("Cannot connect anew yet: {}", notNow.toString());
            }
        }
        return admin;
    }

    /** A question has failed. Waits for nothing: the client's own thread may tell, which {@link #close} waits for. */
    public void failed(Throwable failure) {
        if (DeadClient.isToldBy(failure)) {
            dead = true;
        }
    }

    /**
     * Waits for an answer, which the client itself ends in time; but for the question that its thread was sending when an error ended it.
     *
     * @throws ExecutionException with Kafka's error; that it came too late is one, too
     */
    <T> T answer(KafkaFuture<T> asked, Duration atMost) throws ExecutionException, InterruptedException {
        try {
            return asked.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            failed(failed);
            throw failed;
        } catch (java.util.concurrent.TimeoutException late) {
            dead = true; // perhaps: it is asked about that before another one is made
            throw new ExecutionException(new TimeoutException("no answer within " + atMost.toSeconds() + " s", late));
        }
    }

    /** What has failed may have been asked of the client before this one, or been ended with that. A dead one refuses at once. */
    private static boolean isDead(Admin asked) {
        try {
            return asked.listTopics().names().isCompletedExceptionally();
        } catch (RuntimeException refused) {
            return true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        admin.close(Duration.ZERO);
    }
}
