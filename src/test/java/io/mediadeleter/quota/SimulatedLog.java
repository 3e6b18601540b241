package io.mediadeleter.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One partition on brokers whose clocks differ; the leader's clock stamps. */
final class SimulatedLog {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<LoggedClaim> claims = new ArrayList<>();
    private final List<Long> appendedNanos = new ArrayList<>();
    private final long[] clockOffsets;
    private int leader;

    SimulatedLog(Random random, long clocksDifferNanos) {
        clockOffsets = new long[] {0, clocksDifferNanos, (long) (random.nextDouble() * clocksDifferNanos)};
        leader = random.nextInt(clockOffsets.length);
    }

    void elect(int broker) {
        leader = Math.floorMod(broker, clockOffsets.length);
    }

    /** Returns where it is in the log. */
    int append(Claim claim, long nowNanos) {
        claims.add(new LoggedClaim(claim, (nowNanos + clockOffsets[leader]) / NANOS_PER_MILLI));
        appendedNanos.add(nowNanos);
        return claims.size() - 1;
    }

    int end() {
        return claims.size();
    }

    LoggedClaim at(int offset) {
        return claims.get(offset);
    }

    long appendedNanos(int offset) {
        return appendedNanos.get(offset);
    }

    /** The first offset stamped at this time or later: what Kafka answers. */
    int offsetFor(long brokerMillis) {
        int offset = 0;
        while (offset < claims.size() && claims.get(offset).brokerMillis() < brokerMillis) {
            offset++;
        }
        return offset;
    }
}
