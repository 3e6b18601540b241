package io.mediadeleter.chaos;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops the broker when the producer's log tells, on the thread that is about to send it, of the request to commit. The
 * only way to be there in time; so it extends what Logback wants to be extended.
 */
final class StopBeforeCommit extends AppenderBase<ILoggingEvent> {

    private final ClusterProcess cluster;
    private final AtomicBoolean armed;

    /** Stops once, whenever {@code armed} is set. */
    StopBeforeCommit(ClusterProcess cluster, AtomicBoolean armed) {
        this.cluster = cluster;
        this.armed = armed;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (message.contains("Sending transactional request EndTxn")
                && message.contains("committed=true")
                && armed.compareAndSet(true, false)) {
            cluster.broker(0).pause();
        }
    }
}
