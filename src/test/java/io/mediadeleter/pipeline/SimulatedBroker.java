package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
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
    static final String GRACE = "requested.grace";

    /**
     * What lies at an offset; null is a transaction marker.
     *
     * @param requested the request's own timestamp
     * @param appended the broker's stamp of this record
     */
    record Entry(Origin origin, Instant requested, Instant appended, Attempt attempt, Content content) {}

    private final Random random;
    private final VirtualTime time;
    private final SimulatedRules rules;
    private final Planted planted;
    private final SimulatedRequests upstream;
    private final Map<Partition, List<@Nullable Entry>> logs = new HashMap<>();
    private final Map<Partition, CommitPoint> committed = new HashMap<>();
    private final Map<Partition, Set<Long>> settledOffsets = new HashMap<>();
    private final Map<Origin, List<Settlement>> settlements = new HashMap<>();
    private final Set<Origin> requests = new HashSet<>();
    private final List<DeleteRequest> valid = new ArrayList<>();

    SimulatedBroker(SimulatedWorld world, int partitions) {
        this.random = world.random();
        this.time = world.time();
        this.rules = world.rules();
        this.planted = world.planted();
        this.upstream = new SimulatedRequests(random, rules.maxAge());
        logs.put(new Partition(GRACE, 0), new ArrayList<>());
        for (int number = 0; number < partitions; number++) {
            logs.put(new Partition(REQUESTED, number), new ArrayList<>());
        }
        for (RetryDelay delay : rules.retrySchedule().delays()) {
            logs.put(new Partition(delay.name(), 0), new ArrayList<>());
        }
    }

    Set<Partition> partitions() {
        return logs.keySet();
    }

    /** A request arrives. */
    void request(int partitions) {
        Partition partition = new Partition(REQUESTED, random.nextInt(partitions));
        List<@Nullable Entry> log = log(partition);
        if (random.nextInt(20) == 0) {
            log.add(null);
        }
        Origin origin = new Origin(REQUESTED, partition.number(), log.size());
        Content content = upstream.content(origin);
        log.add(new Entry(origin, upstream.written(time.now()), time.now(), Attempt.FIRST, content));
        requests.add(origin);
        content.match(valid::add, malformed -> false);
    }

    /** Any request that has arrived; empty when none has. */
    Optional<DeleteRequest> anyRequest() {
        return valid.isEmpty() ? Optional.empty() : Optional.of(valid.get(random.nextInt(valid.size())));
    }

    /** The record as an instance reads it whose own clock says {@code seen}. */
    Optional<Delivery> read(Partition partition, long offset, long epoch, Instant seen) {
        return Optional.ofNullable(log(partition).get((int) offset))
                .map(found -> new Delivery(
                        partition,
                        offset,
                        epoch,
                        partition.topic().equals(REQUESTED) || partition.topic().equals(GRACE) ? Lane.LIVE : Lane.RETRY,
                        found.origin(),
                        found.requested(),
                        planted.read(attempt(partition.topic(), found, seen)),
                        new Message(null, new byte[10], List.of(), found.appended()),
                        found.content()));
    }

    /** As the product's reader has it: what other machines' clocks have written is bounded by one's own. */
    private Attempt attempt(String topic, Entry found, Instant seen) {
        Attempt attempt = found.attempt();
        if (topic.equals(GRACE)) {
            Instant begins = planted.graceBegins(found.appended(), found.requested());
            return Attempt.inGrace(begins.plus(rules.grace()), false);
        }
        Instant due = attempt.notBefore();
        if (due == null) {
            return attempt;
        }
        Instant start = found.appended().isBefore(seen) ? found.appended() : seen;
        Instant latest = start.plus(rules.longest(topic));
        Instant failed = attempt.firstFailedAt();
        return new Attempt(
                attempt.made(),
                failed == null || failed.isBefore(seen) ? failed : seen,
                due.isBefore(latest) ? due : latest,
                0,
                null);
    }

    /** No request that waits for its grace period is due before this; by the brokers' clock. */
    Instant graceEnds(Delivery delivery) {
        Entry entry = log(delivery.partition()).get((int) delivery.offset());
        return entry == null ? Instant.MAX : entry.appended().plus(rules.grace());
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
            } else if (settled.settlement() instanceof Deferred) {
                written.add(append(new Partition(GRACE, 0), delivery, Attempt.FIRST));
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
        Attempt attempt = new Attempt(retried.attempts(), retried.firstFailedAt(), retried.notBefore(), 0, null);
        return append(new Partition(retried.delay().name(), 0), delivery, attempt);
    }

    private Partition append(Partition partition, Delivery delivery, Attempt attempt) {
        log(partition)
                .add(new Entry(delivery.origin(), delivery.originTimestamp(), time.now(), attempt, delivery.content()));
        return partition;
    }

    /** The group's committed offsets are forgotten: whoever comes reads everything again. */
    void forgetOffsets() {
        committed.clear();
        settledOffsets.clear();
        settlements.clear();
    }

    /** Every request has exactly one settlement, and nothing else has any. */
    void assertOneSettlementEach() {
        assertThat(settlements.keySet()).isEqualTo(requests);
        settlements.forEach((origin, found) ->
                assertThat(found).as("settlements of %s", origin).hasSize(1));
    }

    /** Each has been settled once more, at least: a retry topic may tell of it, too. */
    void assertSettledAgain() {
        assertThat(settlements.keySet()).isEqualTo(requests);
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
