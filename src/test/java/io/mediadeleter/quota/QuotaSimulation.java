package io.mediadeleter.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A group of members on virtual time: their clocks, the log between them, and all that is taken. The same seed gives the
 * same run. What happens to the members is up to a {@link QuotaScenario}.
 */
final class QuotaSimulation {

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    private static final long TURN = 40 * MILLI;

    /** So many members write so much that each finds several claims whenever it reads, though it rests for longer. */
    private static final int LARGE = 12;

    private record Event(long nanos, long number, Runnable happens) {}

    final Random random;
    final QuotaRules rules;
    final SimulatedLog log;
    final TakenTokens taken = new TakenTokens();
    final List<SimulatedMember> members = new ArrayList<>();
    private final PlantedFault fault;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
    private long now;
    private long numbers;
    private int highestSum;

    /** While it is so, claims are late, lost, or overtake each other. */
    boolean stormy;

    /** How many times longer members rest between their turns: while the group is only measured, little happens. */
    int pace = 1;

    QuotaSimulation(Random random, QuotaRules rules, Duration clocksDiffer, PlantedFault fault) {
        this.random = random;
        this.rules = rules;
        this.fault = fault;
        this.log = new SimulatedLog(random, clocksDiffer.toNanos());
    }

    /** Lets everything happen up to this moment. */
    void runUntil(long nanos) {
        while (!events.isEmpty() && events.element().nanos() <= nanos) {
            Event event = events.remove();
            now = event.nanos();
            event.happens().run();
        }
        now = nanos;
    }

    void at(long nanos, Runnable happens) {
        events.add(new Event(Math.max(nanos, now), numbers++, happens));
    }

    long now() {
        return now;
    }

    /** The most that the rates in use ever summed up to. */
    int highestSum() {
        return highestSum;
    }

    SimulatedMember join(int demand) {
        return join(demand, rules);
    }

    /** One that may be set to another quota and lease than the group. */
    SimulatedMember join(int demand, QuotaRules own) {
        double drift = (random.nextDouble() - 0.5) * 4e-4;
        long clockOffset = random.nextLong() >> 8;
        SimulatedMember member = new SimulatedMember("m" + numbers++, own, fault, clockOffset, drift);
        member.demand(demand);
        member.lagNanos = 5 * MILLI;
        members.add(member);
        turn(member);
        return member;
    }

    void kill(SimulatedMember member) {
        member.gone = true;
        members.remove(member);
    }

    void leave(SimulatedMember member) {
        if (member.pausedUntil <= now) {
            write(member, member.leave(now));
        }
        kill(member);
    }

    void demand(SimulatedMember member, int demand) {
        member.demand(demand);
        wake(member);
    }

    private void turn(SimulatedMember member) {
        if (member.gone) {
            return;
        }
        if (member.pausedUntil > now) {
            at(member.pausedUntil + random.nextInt(3) * MILLI, () -> turn(member));
            return;
        }
        if (member.cutOffUntil <= now) {
            member.read(log, now - member.lagNanos);
        }
        Optional<Claim> claim = member.claim(now);
        claim.ifPresent(written -> write(member, written));
        checkSum();
        wake(member);
        int rest = Math.max(pace, 1 + members.size() / LARGE);
        at(now + rest * (TURN / 2 + random.nextInt((int) TURN)), () -> turn(member));
    }

    private void write(SimulatedMember member, Claim claim) {
        boolean lost = stormy && claim.number() > 1 && random.nextInt(30) == 0;
        if (lost || (member.cutOffUntil > now && claim.number() > 1)) {
            return;
        }
        boolean late = stormy && random.nextInt(15) == 0;
        boolean overtakes = stormy && random.nextInt(50) == 0;
        long arrives = now + (1 + random.nextInt(late ? 4_000 : 15)) * MILLI;
        if (!overtakes) {
            arrives = Math.max(arrives, member.lastAppendNanos + 1);
            member.lastAppendNanos = arrives;
        }
        at(arrives, () -> {
            int offset = log.append(claim, now);
            if (claim.number() == 1) {
                member.start(log, offset, rules);
            }
        });
    }

    private void wake(SimulatedMember member) {
        if (member.isBusy()) {
            long version = ++member.wakeVersion;
            at(now, () -> dispatch(member, version));
        }
    }

    private void dispatch(SimulatedMember member, long version) {
        if (member.gone || version != member.wakeVersion || !member.isBusy()) {
            return;
        }
        if (member.pausedUntil > now) {
            at(member.pausedUntil, () -> dispatch(member, version));
            return;
        }
        long wait = member.take(now);
        if (wait == 0) {
            taken.taken(now);
        }
        long late = random.nextInt(1_000_000);
        at(now + (wait == 0 ? 0 : wait + late), () -> dispatch(member, version));
    }

    private void checkSum() {
        int sum = 0;
        for (SimulatedMember member : members) {
            sum += member.rate(now);
        }
        highestSum = Math.max(highestSum, sum);
    }
}
