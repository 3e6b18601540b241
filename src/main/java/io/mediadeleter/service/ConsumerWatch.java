package io.mediadeleter.service;

import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an instance whose consumer of requests can read nothing any more, also while the loop waits for it. Belongs to its own
 * thread, but for {@link #close}.
 */
final class ConsumerWatch implements AutoCloseable {

    private static final long EVERY_NANOS = 1_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(ConsumerWatch.class);

    private final Supplier<Optional<RequestLogFailure>> lost;
    private final Consumer<Throwable> end;
    private final Time time;
    private final CancellationToken closing = new CancellationToken();

    /**
     * One that has not begun.
     *
     * @param lost why nothing can be read; empty while something can. It may say so of a consumer that is closed after this is
     */
    ConsumerWatch(Supplier<Optional<RequestLogFailure>> lost, Consumer<Throwable> end, Time time) {
        this.lost = lost;
        this.end = end;
        this.time = time;
    }

    /** Looks once a second on a thread of its own, until it is closed. */
    static ConsumerWatch start(Supplier<Optional<RequestLogFailure>> lost, Consumer<Throwable> end) {
        ConsumerWatch watch = new ConsumerWatch(lost, end, Time.system());
        Daemon.start("media-deleter-consumer-watch", watch::run);
        return watch;
    }

    void run() {
        try {
            Optional<RequestLogFailure> found = lost.get();
            while (found.isEmpty() && !closing.isAsked()) {
                closing.await(time, EVERY_NANOS);
                found = lost.get();
            }
            if (!closing.isAsked()) { // or it may have been closed meanwhile
                found.ifPresent(end);
            }
        } catch (UnsupportedOperationException unseen) {
            log.warn(
                    "Cannot see whether the consumer is alive; if it dies, a poll may not tell: {}", unseen.toString());
        }
    }

    @Override
    public void close() {
        closing.ask();
    }
}
