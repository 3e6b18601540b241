package io.mediadeleter.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How fast the API answers at the moment.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
final class TransferPace {

    private final RandomGenerator random;
    private Latency latency;

    TransferPace(Latency latency, RandomGenerator random) {
        this.latency = latency;
        this.random = random;
    }

    synchronized Duration next() {
        return latency.next(random);
    }

    synchronized Latency latency() {
        return latency;
    }

    synchronized void latency(Latency changed) {
        latency = changed;
    }
}
