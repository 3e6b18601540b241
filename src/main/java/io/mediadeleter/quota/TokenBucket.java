package io.mediadeleter.quota;

import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;

/**
 * The tokens that calls cost: a little fewer than the quota allows, in small bursts.
 *
 * <p>How is it tuned, and why? The API counts fixed seconds by the time of arrival. A sender at the whole quota loses
 * every call that jitter moves into the neighbouring second, and a burst moves many. A simulation of one sender with
 * 10 ms of jitter gave at 99 % of the quota and a burst of 2 calls 98.9 calls a second of 100 with at most 0.1 % refused;
 * hence {@link #UTILISATION} and {@link #BURST}.
 *
 * <p>{@link #take} belongs to the dispatcher thread; {@link #pauseUntil} is safe for any thread.
 */
public final class TokenBucket {

    /** The part of the quota that is aimed for. */
    static final double UTILISATION = 0.99;

    /** Tokens that may be saved up, as a part of a second's quota; at least {@value #SMALLEST_BURST}. */
    static final double BURST = 0.02;

    private static final int SMALLEST_BURST = 2;
    private static final int MILLI = 1_000;

    private final Meter meter;
    private final Bucket bucket;
    private volatile long pausedUntil;

    /**
     * A full bucket.
     *
     * @param quotaPerSecond calls a second that the API allows
     * @param nowNanos the monotonic clock
     */
    public TokenBucket(double quotaPerSecond, long nowNanos) {
        if (quotaPerSecond <= 0) {
            throw new IllegalArgumentException("the quota is positive: " + quotaPerSecond);
        }
        meter = new Meter(nowNanos);
        pausedUntil = nowNanos;
        long capacity = Math.max(SMALLEST_BURST, Math.round(quotaPerSecond * BURST));
        long milliTokens = Math.max(1, Math.round(quotaPerSecond * UTILISATION * MILLI));
        bucket = new LocalBucketBuilder()
                .addLimit(BandwidthBuilder.builder()
                        .capacity(capacity)
                        .refillGreedy(milliTokens, Duration.ofSeconds(MILLI))
                        .build())
                .withCustomTimePrecision(meter)
                .build();
    }

    /**
     * Takes a token if there is one.
     *
     * @param nowNanos the monotonic clock
     * @return 0 when a token was taken, else how long to wait before asking again, in nanoseconds
     */
    public long take(long nowNanos) {
        long pause = pausedUntil - nowNanos;
        if (pause > 0) {
            return pause;
        }
        meter.now = nowNanos;
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
    }

    /** Gives no token before {@code nanos} on the monotonic clock: the API said that the quota is spent. */
    public void pauseUntil(long nanos) {
        pausedUntil = nanos;
    }

    /** The library's clock: stands at the time of the last question. */
    private static final class Meter implements TimeMeter {

        private final long start;
        private long now;

        Meter(long start) {
            this.start = start;
            this.now = start;
        }

        @Override
        public long currentTimeNanos() {
            return now - start;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
