package io.mediadeleter.quota;

import static io.mediadeleter.quota.QuotaSimulation.MILLI;
import static io.mediadeleter.quota.QuotaSimulation.SECOND;

import java.time.Duration;
import java.util.Random;

/**
 * What happens to a group, decided by a seed: a stormy quarter of a minute, time to settle, and one last change, after
 * which the group has to use what it has.
 */
final class QuotaScenario {

    private static final long STORM_ENDS = 15 * SECOND;
    private static final long LAST_CHANGE = 25 * SECOND;

    /** Long enough for one token more or less of each member not to matter. */
    private static final int MEASURED_TOKENS = 1_000;

    /** What has to be in the margin beside the difference of the brokers' clocks: drift. */
    private static final Duration FOR_DRIFT = Duration.ofMillis(10);

    private static final int[] QUOTAS = {100, 100, 100, 10, 333};

    /** How a run went; {@code used} is a part of the least quota that one of the members is set to in the end. */
    record Result(int quota, int least, int mostInASecond, int highestSum, int members, double used) {

        /** A token more or less may fall into what is measured. */
        boolean isSafe() {
            return mostInASecond <= quota && highestSum <= quota && used <= 1.01;
        }

        /** With more members than calls a second they take turns. */
        boolean isLive() {
            return members > least || used >= 0.97;
        }
    }

    private final Random random;
    private final QuotaSimulation group;
    private final int quota;

    /** The settings of some members, when not all are set alike. */
    private final QuotaRules other;

    private final boolean mixed;

    QuotaScenario(long seed, PlantedFault fault) {
        random = new Random(seed);
        quota = QUOTAS[random.nextInt(QUOTAS.length)];
        QuotaRules rules = QuotaRules.of(quota, Duration.ofSeconds(4 + random.nextInt(3)));
        Duration clocksDiffer = Duration.ofNanos(
                (long) (rules.margin().minus(FOR_DRIFT).toNanos() * Math.min(1, random.nextDouble() * 1.5)));
        mixed = random.nextInt(4) == 0;
        other = !mixed
                ? rules
                : QuotaRules.of(
                        Math.max(10, quota / (1 + random.nextInt(5))), Duration.ofSeconds(3 + random.nextInt(9)));
        group = new QuotaSimulation(random, rules, clocksDiffer, fault);
    }

    Result run() {
        int joining = size();
        boolean together = random.nextBoolean();
        for (int i = 0; i < joining; i++) {
            group.at(together ? 0 : (long) (random.nextDouble() * 3 * SECOND), () -> join(someDemand()));
        }
        storm();
        group.runUntil(STORM_ENDS);
        calmDown();
        group.runUntil(LAST_CHANGE);
        long from = Math.max(LAST_CHANGE + lastChange(), dyingIsOver()) + 2 * SECOND;
        int least = group.members.stream()
                .mapToInt(member -> member.rules.perSecond())
                .min()
                .orElseThrow();
        group.runUntil(from);
        group.pace = 2;
        group.taken.measureFrom(from);
        group.runUntil(from + Math.max(10, MEASURED_TOKENS / least) * SECOND);
        double used = group.taken.rate(group.now()) / least;
        return new Result(quota, least, group.taken.most(), group.highestSum(), group.members.size(), used);
    }

    private void join(int demand) {
        group.join(demand, !mixed || random.nextBoolean() ? group.rules : other);
    }

    /** Most groups are small. */
    private int size() {
        int kind = random.nextInt(100);
        return 1 + (kind < 80 ? random.nextInt(8) : kind < 96 ? random.nextInt(20) : random.nextInt(50));
    }

    private int someDemand() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1 + random.nextInt(quota);
            case 2 -> 1 + random.nextInt(1 + quota / 10);
            default -> quota;
        };
    }

    private void storm() {
        group.stormy = random.nextInt(4) > 0;
        int strokes = random.nextInt(40);
        for (int i = 0; i < strokes; i++) {
            group.at((long) (random.nextDouble() * STORM_ENDS), this::strike);
        }
    }

    private void strike() {
        if (group.members.isEmpty()) {
            join(someDemand());
            return;
        }
        SimulatedMember victim = group.members.get(random.nextInt(group.members.size()));
        switch (random.nextInt(9)) {
            case 0 -> join(someDemand());
            case 1 -> group.kill(victim);
            case 2 -> group.leave(victim);
            case 3 ->
                victim.pausedUntil = Math.min(group.now() + random.nextInt(12_000) * MILLI, STORM_ENDS + 2 * SECOND);
            case 4 -> victim.cutOffUntil = group.now() + random.nextInt(8_000) * MILLI;
            case 5 -> victim.lagNanos = random.nextInt(4_000) * MILLI;
            case 6 -> group.log.elect(random.nextInt(3));
            default -> group.demand(victim, someDemand());
        }
    }

    private void calmDown() {
        group.stormy = false;
        for (SimulatedMember member : group.members) {
            member.cutOffUntil = 0;
            member.lagNanos = 5 * MILLI;
        }
        while (group.members.size() < 2) {
            join(someDemand());
        }
    }

    /** One of them has enough to do from now on. Returns how long it may take until the group notices. */
    private long lastChange() {
        SimulatedMember one = group.members.get(0);
        SimulatedMember other = group.members.get(1);
        switch (random.nextInt(4)) {
            case 0 -> join(quota);
            case 1 -> {
                group.leave(other);
                group.demand(one, quota);
                return !mixed ? 0 : untilForgotten(other);
            }
            case 2 -> {
                group.kill(other);
                group.demand(one, quota);
                return untilForgotten(other);
            }
            default -> group.demand(other, someDemand());
        }
        group.demand(one, quota);
        return 0;
    }

    /** Until then one that died in the storm may still hold the others to a smaller quota. */
    private long dyingIsOver() {
        return !mixed
                ? 0
                : STORM_ENDS
                        + other.lease()
                                .plus(group.rules.margin())
                                .plus(group.rules.interval())
                                .toNanos();
    }

    /** Until then its quota counts, too. The brokers' clocks may differ where leases do. */
    private long untilForgotten(SimulatedMember member) {
        Duration clocks = !mixed ? Duration.ZERO : group.rules.margin();
        return member.rules.lease().plus(clocks).plus(group.rules.interval()).toNanos();
    }
}
