package io.mediadeleter.kafka.partitions;

import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question to the brokers that is asked again and again, and whose answer nobody waits for.
 *
 * <p>One that is never answered is asked anew after a while. The client of Kafka's ends each question in time, but for one that its
 * thread was just sending when an error ended it: only the next question is told that the thread is gone. Confined to one thread.
 *
 * @param <A> the answer
 */
final class PeriodicQuery<A> {

    private final Supplier<CompletableFuture<A>> asking;
    private final Duration period;
    private final Duration patience;
    private final Time time;
    private @Nullable CompletableFuture<A> asked;
    private long askedNanos;
    private long restSinceNanos;

    /**
     * Asks first when a period has passed.
     *
     * @param asking sends the question and does not wait
     * @param period how long it rests after an answer
     * @param patience how long an answer is waited for: more than the client takes to fail
     */
    PeriodicQuery(Supplier<CompletableFuture<A>> asking, Duration period, Duration patience, Time time) {
        this.asking = asking;
        this.period = period;
        this.patience = patience;
        this.time = time;
        rest();
    }

    /** It was answered now in another way: the next question is due after a period. */
    void rest() {
        restSinceNanos = time.nanoTime();
    }

    /** The answer, or the failure, that has come since the last look; asks where it is time to. Waits for nothing. */
    Optional<CompletableFuture<A>> look() {
        long now = time.nanoTime();
        CompletableFuture<A> open = asked;
        if (open != null && open.isDone()) {
            asked = null;
            rest();
            return Optional.of(open);
        }
        boolean isDue =
                open == null ? now - restSinceNanos >= period.toNanos() : now - askedNanos >= patience.toNanos();
        if (isDue) {
            askedNanos = now;
            asked = asking.get();
        }
        return Optional.empty();
    }
}
