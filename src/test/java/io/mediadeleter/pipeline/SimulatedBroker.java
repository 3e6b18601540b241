package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Topics, committed offsets and transactions in memory; every commit is checked against what was promised. */
final class SimulatedBroker {

    static final String REQUESTED = "requested";
    private static final Partition GRACE = new Partition("requested.grace", 0);

    /** What lies at an offset; null is a transaction marker. */
    record Entry(Origin origin, Attempt attempt, Content content) {}

    private final Random random;
    private final Map<Partition, List<@Nullable Entry>> logs = new HashMap<>();
    private final Map<Partition, CommitPoint> committed = new HashMap<>();
    private final Map<Partition, Set<Long>> settledOffsets = new HashMap<>();
    private final Map<Origin, List<Settlement>> settlements = new HashMap<>();
    private final Set<Origin> requests = new HashSet<>();
    private final Map<Origin, Instant> graceEnds = new HashMap<>();
    private final VirtualTime time;
    private final Planted planted;

    SimulatedBroker(Random random, VirtualTime time, Planted planted, int partitions, List<RetryDelay> rungs) {
        this.planted = planted;
        this.random = random;
        this.time = time;
        logs.put(GRACE, new ArrayList<>());
        for (int number = 0; number < partitions; number++) {
            logs.put(new Partition(REQUESTED, number), new ArrayList<>());
        }
        for (RetryDelay rung : rungs) {
            logs.put(new Partition(rung.name(), 0), new ArrayList<>());
        }
    }

    Set<Partition> partitions() {
        return logs.keySet();
    }

    /** A request arrives; some are malformed, some partial, some about the same media. */
    void request(int partitions, int media) {
        Partition partition = new Partition(REQUESTED, random.nextInt(partitions));
        List<@Nullable Entry> log = log(partition);
        if (random.nextInt(20) == 0) {
            log.add(null);
        }
        Origin origin = new Origin(REQUESTED, partition.number(), log.size());
        Scope scope = random.nextInt(3) == 0
                ? new Scope.Parts(List.of(new Part("TranscodeFiles", (long) random.nextInt(3))))
                : new Scope.Whole();
        Content content = random.nextInt(20) == 0
                ? new Content.Malformed("InvalidJson", "no JSON")
                : new Content.Valid(new DeleteRequest(
                        origin.toString(), new MediaId(null, String.valueOf(random.nextInt(media))), scope, null));
        log.add(new Entry(origin, Attempt.FIRST, content));
        requests.add(origin);
    }

    Optional<Delivery> read(Partition partition, long offset, long epoch) {
        Entry entry = log(partition).get((int) offset);
        return Optional.ofNullable(entry)
                .map(found -> new Delivery(
                        partition,
                        offset,
                        epoch,
                        partition.topic().equals(REQUESTED) || partition.equals(GRACE) ? Lane.LIVE : Lane.RETRY,
                        found.origin(),
                        Instant.EPOCH,
                        planted.read(found.attempt()),
                        new Message(null, new byte[10], List.of(), Instant.EPOCH),
                        found.content()));
    }

    long end(Partition partition) {
        return log(partition).size();
    }

    @Nullable
    CommitPoint committed(Partition partition) {
        return committed.get(partition);
    }

    /** Commits a transaction, all of it. */
    void apply(List<Settled> batch, Map<Partition, CommitPoint> offsets) {
        Set<Partition> written = new HashSet<>();
        for (Settled settled : batch) {
            Delivery delivery = settled.delivery();
            assertThat(settledOffsets(delivery.partition()).add(delivery.offset()))
                    .as("%s/%d is settled once", delivery.partition(), delivery.offset())
                    .isTrue();
            if (settled.settlement() instanceof Retried retried) {
                written.add(retry(delivery, retried));
            } else if (settled.settlement() instanceof Deferred deferred) {
                written.add(defer(delivery, deferred));
            } else {
                settlements
                        .computeIfAbsent(delivery.origin(), origin -> new ArrayList<>())
                        .add(settled.settlement());
            }
        }
        written.forEach(partition -> log(partition).add(null));
        offsets.forEach(this::commit);
    }

    private void commit(Partition partition, CommitPoint point) {
        for (long offset = 0; offset < point.offset(); offset++) {
            if (isUnfinished(partition, offset)) {
                fail("%s commits %s, but %d is not settled", partition, point, offset);
            }
        }
        assertThat(point.metadata().length()).isLessThan(4_096);
        committed.put(partition, point);
    }

    boolean isSettled(Partition partition, long offset) {
        return settledOffsets(partition).contains(offset);
    }

    private boolean isUnfinished(Partition partition, long offset) {
        return log(partition).get((int) offset) != null
                && !settledOffsets(partition).contains(offset);
    }

    private Partition retry(Delivery delivery, Retried retried) {
        Partition partition = new Partition(retried.rung().name(), 0);
        Attempt attempt = new Attempt(retried.attempts(), retried.firstFailedAt(), retried.notBefore(), 0, null);
        log(partition).add(new Entry(delivery.origin(), attempt, delivery.content()));
        return partition;
    }

    private Partition defer(Delivery delivery, Deferred deferred) {
        Instant end = time.now().plus(deferred.period());
        assertThat(graceEnds.put(delivery.origin(), end))
                .as("%s waits once", delivery.origin())
                .isNull();
        log(GRACE).add(new Entry(delivery.origin(), Attempt.inGrace(end, false), delivery.content()));
        return GRACE;
    }

    /** When the request may be called first; empty when nobody has kept it from that. */
    Optional<Instant> graceEnds(Origin origin) {
        return Optional.ofNullable(graceEnds.get(origin));
    }

    /** Every request has exactly one settlement, and nothing else has any. */
    void assertOneSettlementEach() {
        assertThat(settlements.keySet()).isEqualTo(requests);
        settlements.forEach((origin, found) ->
                assertThat(found).as("settlements of %s", origin).hasSize(1));
    }

    boolean isAllSettled() {
        return settlements.size() == requests.size();
    }

    private List<@Nullable Entry> log(Partition partition) {
        return logs.computeIfAbsent(partition, missing -> {
            throw new AssertionError("no such partition: " + missing);
        });
    }

    private Set<Long> settledOffsets(Partition partition) {
        return settledOffsets.computeIfAbsent(partition, same -> new HashSet<>());
    }
}
