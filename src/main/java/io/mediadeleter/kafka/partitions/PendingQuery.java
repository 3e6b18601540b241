package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.DeadClient;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question to the brokers that is asked once and waited for in many short turns.
 *
 * <p>Asked anew in each turn, it would never be answered where brokers are farther away than a turn waits; and the admin
 * client, which sends one request at a time, would first work through all those that nobody waits for any more. An answer
 * stays until {@link #forget}, so that several questions can be waited for at once. Confined to one thread.
 *
 * @param <Q> what is asked about
 * @param <A> the answer
 */
public final class PendingQuery<Q, A> {

    private record Asked<Q, A>(Q about, CompletableFuture<A> answer) {}

    private static final Logger log = LoggerFactory.getLogger(PendingQuery.class);

    private final Function<Q, CompletableFuture<A>> asking;
    private final Time time;
    private volatile long tookNanos;
    private @Nullable Asked<Q, A> asked;

    /** @param asking sends the question and does not wait */
    public PendingQuery(Function<Q, CompletableFuture<A>> asking, Time time) {
        this.asking = asking;
        this.time = time;
    }

    /** Asks, unless this is what was asked; does not wait. */
    public void ask(Q about) {
        Asked<Q, A> open = asked;
        if (open == null || !open.about().equals(about)) {
            long began = time.nanoTime();
            CompletableFuture<A> answer = asking.apply(about);
            asked = new Asked<>(about, answer);
            var unused = answer.whenComplete((come, failed) -> tookNanos = time.nanoTime() - began);
        }
    }

    /**
     * Asks, unless this is what was asked, and waits that long; empty when no answer has come, or a failure.
     *
     * @throws RequestLogFailure when no question will ever be answered: see {@link DeadClient}
     */
    public Optional<A> answer(Q about, Duration atMost) {
        ask(about);
        Asked<Q, A> open = asked;
        if (open == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(open.answer().get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            log.debug("Kafka does not say, of {}: {}", about, failed.toString());
            forget();
            if (DeadClient.isToldBy(failed)) {
                throw TopicIds.neverAgain(failed);
            }
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** From now on it is asked anew. */
    public void forget() {
        asked = null;
    }

    /** The same where an answer has come, which may be out of date by now. */
    public void forgetAnswer() {
        Asked<Q, A> open = asked;
        if (open != null && open.answer().isDone()) {
            forget();
        }
    }

    /** How long the last answer took; zero before the first. */
    public Duration took() {
        return Duration.ofNanos(tookNanos);
    }
}
