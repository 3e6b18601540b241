package io.mediadeleter.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param victim which instance or broker, counted from 0
 * @param at when, from the start of the run
 * @param lasting until the victim is started or goes on
 */
record Trouble(Kind kind, int victim, Duration at, Duration lasting) {

    /** What is done to the victim. */
    enum Kind {
        KILL_INSTANCE,
        PAUSE_INSTANCE,
        KILL_BROKER
    }

    /** A trouble that was, and how long its consequences may last. */
    record Interval(Trouble trouble, Instant from, Instant to) {

        boolean meets(Instant first, Instant last) {
            return !from.isAfter(last) && !to.isBefore(first);
        }
    }

    /** How many troubles of each kind a script has. */
    record Counts(int kills, int pauses, int brokers) {}

    private static final int VICTIMS = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /** A script of one seed. Broker outages are spread so that no two of them overlap. */
    static List<Trouble> script(long seed, Counts counts, Duration over) {
        Random random = new Random(seed);
        List<Trouble> script = new ArrayList<>();
        for (int i = 0; i < counts.kills(); i++) {
            Duration down = Duration.ofMillis(random.nextInt(4_000));
            script.add(new Trouble(Kind.KILL_INSTANCE, random.nextInt(VICTIMS), someTime(random, over), down));
        }
        for (int i = 0; i < counts.pauses(); i++) {
            Duration pause = LONGEST_PAUSE.minusMillis(random.nextInt(8_000));
            Duration at = someTime(random, over.minus(pause));
            script.add(new Trouble(Kind.PAUSE_INSTANCE, random.nextInt(VICTIMS), at, pause));
        }
        Duration slice = counts.brokers() == 0 ? over : over.dividedBy(counts.brokers());
        for (int i = 0; i < counts.brokers(); i++) {
            Duration at = slice.multipliedBy(i).plus(slice.dividedBy(4));
            script.add(new Trouble(Kind.KILL_BROKER, random.nextInt(VICTIMS), at, slice.dividedBy(4)));
        }
        script.sort(Comparator.comparing(Trouble::at));
        return List.copyOf(script);
    }

    private static Duration someTime(Random random, Duration over) {
        return Duration.ofMillis(random.nextLong(over.toMillis()));
    }
}
