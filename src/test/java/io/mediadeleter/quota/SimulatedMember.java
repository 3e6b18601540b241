package io.mediadeleter.quota;

import java.time.Instant;
import java.util.Optional;

/**
 * The real classes of one member on a clock of its own, at a place in the log. What it is told to do happens at once; when,
 * and what becomes of its claims, is the simulation's business.
 */
final class SimulatedMember {

    /** Not reading yet: the first claim is on its way. */
    private static final int NOWHERE = -1;

    final String id;
    final QuotaRules rules;
    private final QuotaMember member;
    private final TokenBucket bucket;
    private final PlantedFault fault;
    private final long clockOffset;
    private final double drift;
    private Allowance inForce = new Allowance(0, 0);
    private int position = NOWHERE;
    private int demand;

    // What the simulation does to it.
    long pausedUntil;
    long cutOffUntil;
    long lagNanos;
    long lastAppendNanos;
    long wakeVersion;
    boolean gone;

    SimulatedMember(String id, QuotaRules rules, PlantedFault fault, long clockOffset, double drift) {
        this.id = id;
        this.rules = rules;
        this.fault = fault;
        this.clockOffset = clockOffset;
        this.drift = drift;
        member = new QuotaMember(id, rules, local(0));
        bucket = TokenBucket.shared(local(0));
    }

    void demand(int perSecond) {
        demand = perSecond;
        member.demand(perSecond);
    }

    boolean isBusy() {
        return demand > 0;
    }

    /** Begins to read at its first claim, or as much earlier as the rules ask for. */
    void start(SimulatedLog log, int own, QuotaRules rules) {
        if (position == NOWHERE) {
            position = fault == PlantedFault.READS_NO_HISTORY
                    ? own
                    : log.offsetFor(log.at(own).brokerMillis() - rules.history().toMillis());
        }
    }

    /** Reads what has come until a moment, a little of it at a time when it is slow. */
    void read(SimulatedLog log, long untilNanos) {
        while (position != NOWHERE && position < log.end() && log.appendedNanos(position) <= untilNanos) {
            member.read(fault.heard(log.at(position++), rules.terms()));
        }
    }

    /** As it is done: less is in force before it is written, more not before it is read. */
    Optional<Claim> claim(long nowNanos) {
        Optional<Claim> claim = member.claim(local(nowNanos));
        enforce(nowNanos);
        return claim;
    }

    Claim leave(long nowNanos) {
        Claim claim = member.leave(local(nowNanos));
        enforce(nowNanos);
        return claim;
    }

    /** Nanoseconds to wait, on the clock that all share; 0 when a token was taken. */
    long take(long nowNanos) {
        return (long) Math.ceil(bucket.take(local(nowNanos)) / (1 + drift));
    }

    /** The rate in use. */
    int rate(long nowNanos) {
        return gone ? 0 : inForce.at(local(nowNanos));
    }

    private void enforce(long nowNanos) {
        Allowance next = fault.inForce(member, () -> member.snapshot(local(nowNanos), Instant.EPOCH));
        if (!next.equals(inForce)) {
            long longAgo = nowNanos - 2 * HeldRate.SECOND_NANOS;
            bucket.allow(next, local(fault == PlantedFault.RISES_AT_ONCE ? longAgo : nowNanos));
            inForce = next;
        }
    }

    private long local(long nanos) {
        return clockOffset + nanos + (long) (nanos * drift);
    }
}
