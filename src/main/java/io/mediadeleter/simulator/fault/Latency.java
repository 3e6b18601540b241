package io.mediadeleter.simulator.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long the API takes to answer, as a distribution. Written as {@code 60ms}, as {@code 20ms-120ms} (uniform) or as
 * {@code p50=60ms,p99=300ms} (log-normal, the shape that real services show: a long tail above a firm floor).
 */
public sealed interface Latency {

    /** No answer takes longer; it bounds what a log-normal tail can reach. */
    Duration LONGEST = Duration.ofSeconds(60);

    /** How long the next answer takes. */
    Duration next(RandomGenerator random);

    /** Always the same. */
    record Fixed(Duration value) implements Latency {

        public Fixed {
            checkRange(value);
        }

        @Override
        public Duration next(RandomGenerator random) {
            return value;
        }

        @Override
        public String toString() {
            return LatencyText.of(value);
        }
    }

    /** Anything from {@code least} to {@code most}, each as likely as the others. */
    record Uniform(Duration least, Duration most) implements Latency {

        public Uniform {
            checkRange(least);
            checkRange(most);
            if (most.compareTo(least) < 0) {
                throw new IllegalArgumentException("the lesser latency comes first: " + LatencyText.of(most) + "-"
                        + LatencyText.of(least) + ", not the other way round");
            }
        }

        @Override
        public Duration next(RandomGenerator random) {
            return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
        }

        @Override
        public String toString() {
            return LatencyText.of(least) + "-" + LatencyText.of(most);
        }
    }

    /** Half of the answers take at most {@code p50}, one in a hundred longer than {@code p99}. */
    record LogNormal(Duration p50, Duration p99) implements Latency {

        /** The standard normal distribution's 99th percentile. */
        private static final double Z99 = 2.3263478740408408;

        public LogNormal {
            checkRange(p50);
            checkRange(p99);
            if (p50.isZero() || p99.compareTo(p50) < 0) {
                throw new IllegalArgumentException("p50 is above 0 and p99 is not below it; this cannot be: p50="
                        + LatencyText.of(p50) + ",p99=" + LatencyText.of(p99));
            }
        }

        @Override
        public Duration next(RandomGenerator random) {
            double sigma = Math.log((double) p99.toNanos() / p50.toNanos()) / Z99;
            double nanos = p50.toNanos() * Math.exp(sigma * random.nextGaussian());
            return Duration.ofNanos((long) Math.min(nanos, (double) LONGEST.toNanos()));
        }

        @Override
        public String toString() {
            return "p50=" + LatencyText.of(p50) + ",p99=" + LatencyText.of(p99);
        }
    }

    /**
     * Reads one of the three forms.
     *
     * @throws IllegalArgumentException says what was expected
     */
    static Latency parse(String text) {
        return LatencyText.parse(text);
    }

    private static void checkRange(Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a latency is from 0 to 60 seconds: " + LatencyText.of(value));
        }
    }
}
