package io.mediadeleter.otel;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log once that the collector does not take what it is sent, and once that it does again. Thread-safe. */
final class CollectorHealth {

    private static final Logger log = LoggerFactory.getLogger(CollectorHealth.class);

    private final String what;
    private final URI collector;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * Begins well.
     *
     * @param what is sent: spans or metrics
     */
    CollectorHealth(String what, URI collector) {
        this.what = what;
        this.collector = collector;
    }

    void failed(String why) {
        if (failing.compareAndSet(false, true)) {
            log.warn(
                    "The OpenTelemetry collector at {} takes no {}: {}. Deletion goes on; this is not said again until it"
                            + " takes them",
                    collector,
                    what,
                    why);
        }
    }

    void worked() {
        if (failing.compareAndSet(true, false)) {
            log.info("The OpenTelemetry collector at {} takes {} again", collector, what);
        }
    }
}
