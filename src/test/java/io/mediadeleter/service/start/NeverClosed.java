package io.mediadeleter.service.start;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Keeps the client of Kafka's that has it from being closed, and prints that; but not the first one in a process, by which a start proves
 * that its settings make one. Kafka makes it by its name.
 */
public final class NeverClosed implements MetricsReporter {

    private static final AtomicBoolean PROVEN = new AtomicBoolean();

    static final String PRINTED = "a client is being closed";

    @Override
    public void close() {
        if (PROVEN.compareAndSet(false, true)) {
            return;
        }
        System.out.println(PRINTED);
        while (true) {
            LockSupport.park();
        }
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        // nothing is reported
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        // nothing is reported
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        // nothing is reported
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // has no settings
    }
}
