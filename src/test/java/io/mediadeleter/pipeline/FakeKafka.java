package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;

/** Kafka as one loop sees it: each poll brings what the test has prepared, and commits end as the test says. Confined to one thread. */
final class FakeKafka implements RequestLog {

    private final VirtualTime time;
    private final Queue<Arrivals> arriving = new ArrayDeque<>();
    private final List<List<Settled>> transactions = new ArrayList<>();
    private final Map<Partition, CommitPoint> committed = new HashMap<>();
    private final List<Duration> polls = new ArrayList<>();
    private final List<String> rewound = new ArrayList<>();
    private Set<Partition> paused = Set.of();
    private int wakeups;
    private int ends;

    /** What else happens while a poll waits. */
    Runnable duringPoll = () -> {};

    /** What else happens while a transaction runs. */
    Runnable duringCommit = () -> {};

    /** What else happens when a partition is to be read again from an offset. */
    BiConsumer<Partition, Long> whenRewound = (partition, offset) -> {};

    Commit answer = Commit.DONE;

    FakeKafka(VirtualTime time) {
        this.time = time;
    }

    /** The next poll that has none yet brings these, and the positions behind them. */
    void bring(Delivery... deliveries) {
        Map<Partition, Long> positions = new HashMap<>();
        for (Delivery delivery : deliveries) {
            positions.put(delivery.partition(), delivery.offset() + 1);
        }
        arriving.add(new Arrivals(List.of(deliveries), positions));
    }

    /** As after a transaction marker: a poll brings a position and no delivery. */
    void bringPosition(Partition partition, long position) {
        arriving.add(new Arrivals(List.of(), Map.of(partition, position)));
    }

    /** What each transaction wrote. */
    List<List<Settled>> transactions() {
        return transactions;
    }

    /** All deliveries whose settlement is written. */
    List<Delivery> settled() {
        return transactions.stream()
                .flatMap(List::stream)
                .map(Settled::delivery)
                .toList();
    }

    /** The last point committed of each partition. */
    Map<Partition, CommitPoint> committed() {
        return committed;
    }

    /** How long each poll was to wait. */
    List<Duration> polls() {
        return polls;
    }

    /** Partitions and offsets, in the order in which they were rewound. */
    List<String> rewound() {
        return rewound;
    }

    Set<Partition> paused() {
        return paused;
    }

    int wakeups() {
        return wakeups;
    }

    /** How often what had failed was to be ended. */
    int ends() {
        return ends;
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        polls.add(atMost);
        duringPoll.run();
        Arrivals next = arriving.poll();
        if (next != null) {
            return next;
        }
        time.pass(atMost);
        return new Arrivals(List.of(), Map.of());
    }

    @Override
    public void pauseOnly(Set<Partition> partitions) {
        paused = partitions;
    }

    @Override
    public void rewind(Partition partition, long offset) {
        rewound.add(partition.number() + "@" + offset);
        whenRewound.accept(partition, offset);
    }

    @Override
    public void wakeup() {
        wakeups++;
    }

    @Override
    public void endFailed() {
        ends++;
    }

    @Override
    public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        duringCommit.run();
        if (answer == Commit.DONE) {
            transactions.add(settlements);
            committed.putAll(offsets);
        }
        return answer;
    }
}
