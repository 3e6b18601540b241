package io.mediadeleter.simulator.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How fast the API answers at the moment.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
public final class TransferPace {

    private final RandomGenerator random;
    private Latency latency;

    public TransferPace(Latency latency, RandomGenerator random) {
        this.latency = latency;
        this.random = random;
    }

    public synchronized Duration next() {
        return latency.next(random);
    }

    public synchronized Latency latency() {
        return latency;
    }

    public synchronized void latency(Latency changed) {
        latency = changed;
    }
}
