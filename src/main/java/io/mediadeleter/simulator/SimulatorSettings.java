package io.mediadeleter.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * How a simulator begins. Media, faults, quota and latency can be changed while it runs.
 *
 * @param host the address to bind to
 * @param port 0 takes any free one
 * @param credentials whose signatures are accepted
 * @param quotaPerSecond calls of each action that pass in each second; 0 lets all pass
 * @param subAppIds the sub-applications that exist, 0 for calls that name none; empty means any
 * @param autoCreate a media that was never heard of is deemed to exist
 * @param seed decides the latencies and the faults that have a probability
 * @param callCapacity calls of DeleteMedia that the log keeps, 1 or more; of DescribeMediaInfos a twentieth
 * @param longestSilence after which a connection that is never answered is closed
 * @param clock for arrival times, signatures and the quota
 */
public record SimulatorSettings(
        String host,
        int port,
        List<Credential> credentials,
        int quotaPerSecond,
        Latency latency,
        Set<Long> subAppIds,
        boolean autoCreate,
        long seed,
        int callCapacity,
        Duration longestSilence,
        InstantSource clock) {

    public SimulatorSettings {
        credentials = List.copyOf(credentials);
        subAppIds = Set.copyOf(subAppIds);
    }

    /**
     * On a free port of loopback, with the key pair {@code simulator}/{@code simulator}, no quota, no latency and
     * whatever media is asked for.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private String host = "127.0.0.1";
        private int port;
        private List<Credential> credentials = Credential.PRESET;
        private int quotaPerSecond = QuotaWindow.UNLIMITED;
        private Latency latency = new Latency.Fixed(Duration.ZERO);
        private Set<Long> subAppIds = Set.of();
        private boolean autoCreate = true;
        private long seed = 1;
        private int callCapacity = 200_000;
        private Duration longestSilence = Duration.ofSeconds(60);
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        public Builder address(String newHost, int newPort) {
            host = newHost;
            port = newPort;
            return this;
        }

        public Builder credentials(Credential... accepted) {
            credentials = List.of(accepted);
            return this;
        }

        public Builder quotaPerSecond(int calls) {
            quotaPerSecond = calls;
            return this;
        }

        public Builder latency(Latency distribution) {
            latency = distribution;
            return this;
        }

        public Builder subAppIds(Set<Long> existing) {
            subAppIds = existing;
            return this;
        }

        public Builder autoCreate(boolean deemedToExist) {
            autoCreate = deemedToExist;
            return this;
        }

        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        public Builder callCapacity(int calls) {
            callCapacity = calls;
            return this;
        }

        public Builder longestSilence(Duration longest) {
            longestSilence = longest;
            return this;
        }

        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        public SimulatorSettings build() {
            return new SimulatorSettings(
                    host,
                    port,
                    credentials,
                    quotaPerSecond,
                    latency,
                    subAppIds,
                    autoCreate,
                    seed,
                    callCapacity,
                    longestSilence,
                    clock);
        }
    }
}
