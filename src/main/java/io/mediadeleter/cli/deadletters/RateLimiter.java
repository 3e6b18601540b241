package io.mediadeleter.cli.deadletters;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Time;
import java.time.Duration;

/** Lets letters through at a rate, a batch at a time. Confined to one thread. */
final class RateLimiter {

    private final Time time;
    private final Bucket bucket;

    /**
     * A pace that begins with a full batch.
     *
     * @param perSecond letters a second
     * @param largestBatch that is ever asked for
     */
    RateLimiter(int perSecond, int largestBatch, Time time) {
        this.time = time;
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(largestBatch).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(new Meter(time))
                .build();
    }

    /** Waits until this many may go; false when it was stopped before. */
    boolean await(int letters, CancellationToken stop) {
        while (!stop.isAsked()) {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(letters);
            if (probe.isConsumed()) {
                return true;
            }
            stop.await(time, probe.getNanosToWaitForRefill());
        }
        return false;
    }

    private record Meter(Time time) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return time.nanoTime();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
