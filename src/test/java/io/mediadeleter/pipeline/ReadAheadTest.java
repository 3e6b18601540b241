package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.CompletedCalls.Completion;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An instance takes over a topic on which more wait until they are due than it may hold in memory. Its consumer is modelled
 * in what matters here: it hands on what it has fetched of one partition before it goes to the next, and fetches when it has nothing left.
 */
class ReadAheadTest {

    private static final String TOPIC = "waiting";

    /** Half a megabyte of a partition may be some thousand records. */
    private static final int MOST_FETCHED = 1_000;

    private static final int MOST_A_POLL = 500;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LoopFixture fixture = new LoopFixture();
    private final VirtualTime time = fixture.time;
    private final Random random = new Random(7);
    private final Map<Partition, List<Delivery>> logs = new TreeMap<>();
    private final Map<Partition, Integer> positions = new HashMap<>();

    /** How much of each partition has been fetched and not been handed on, in the order in which it came. */
    private final Map<Partition, Integer> fetched = new LinkedHashMap<>();

    private final List<Duration> late = new ArrayList<>();
    private final List<Duration> waited = new ArrayList<>();

    private void partitions(int count) {
        for (int number = 0; number < count; number++) {
            logs.put(new Partition(TOPIC, number), new ArrayList<>());
        }
    }

    private Instant written(int number, int count, Duration delay) {
        return time.now().minus(delay).plus(delay.multipliedBy(number).dividedBy(count));
    }

    /** They failed one after the other over the time of the delay, up to now, and are due that long after, and their jitter. */
    private void retries(int count, Duration delay) {
        for (int i = 0; i < count; i++) {
            Instant failed = written(i, count, delay);
            Instant due = failed.plus(delay)
                    .plus(delay.multipliedBy(random.nextInt(1_000)).dividedBy(10_000));
            write(failed, new Attempt(1, failed, due, 0, null));
        }
    }

    private void inGrace(int count, Duration period) {
        for (int i = 0; i < count; i++) {
            Instant appended = written(i, count, period);
            write(appended, Attempt.inGrace(appended.plus(period), false));
        }
    }

    private void write(Instant at, Attempt attempt) {
        Partition partition = new Partition(TOPIC, random.nextInt(logs.size()));
        List<Delivery> log = Objects.requireNonNull(logs.get(partition));
        MediaId media = new MediaId(null, partition.number() + "0" + log.size());
        DeleteRequest request = new DeleteRequest("e", media, Deliveries.WHOLE, null, null);
        log.add(Deliveries.at(partition, log.size(), at, attempt, new Content.Valid(request)));
    }

    private Loop loop() {
        Loop loop = fixture.loop();
        loop.assigned(logs.keySet(), 1, Map.of(), Map.of());
        fixture.kafka.duringPoll = this::handOn;
        fixture.kafka.whenRewound = (partition, offset) -> {
            positions.put(partition, Math.toIntExact(offset));
            fetched.remove(partition);
        };
        return loop;
    }

    private void handOn() {
        Set<Partition> paused = fixture.kafka.paused();
        if (paused.containsAll(fetched.keySet())) {
            fetch(paused);
        }
        List<Delivery> brought = new ArrayList<>();
        for (Partition partition : List.copyOf(fetched.keySet())) {
            int count = Math.min(fetched.getOrDefault(partition, 0), MOST_A_POLL - brought.size());
            if (!paused.contains(partition) && count > 0) {
                int from = positions.getOrDefault(partition, 0);
                brought.addAll(logs.getOrDefault(partition, List.of()).subList(from, from + count));
                positions.put(partition, from + count);
                fetched.computeIfPresent(
                        partition, (same, left) -> left == count ? null : Integer.valueOf(left - count));
            }
        }
        if (!brought.isEmpty()) {
            fixture.kafka.bring(brought.toArray(Delivery[]::new));
        }
    }

    private void fetch(Set<Partition> paused) {
        List<Partition> some = new ArrayList<>(logs.keySet());
        some.removeAll(paused);
        some.removeAll(fetched.keySet());
        Collections.shuffle(some, random);
        for (Partition partition : some) {
            int left = logs.getOrDefault(partition, List.of()).size() - positions.getOrDefault(partition, 0);
            if (left > 0) {
                fetched.put(partition, Math.min(MOST_FETCHED, left));
            }
        }
    }

    /** Ends all calls that may be made, and notes how long each request has waited, and by how much it was late. */
    private void call() {
        for (Optional<DeleteCall> next = take(); next.isPresent(); next = take()) {
            for (Delivery delivery : next.get().deliveries()) {
                late.add(Duration.between(delivery.attempt().notBefore(), time.now()));
                waited.add(Duration.between(delivery.message().timestamp(), time.now()));
            }
            fixture.completions.add(new Completion(next.get(), new Outcome.Deleted("r-1")));
        }
    }

    private Optional<DeleteCall> take() {
        return fixture.backlog.take(any -> Optional.empty()).call();
    }

    private void untilAllAreCalled(int count) {
        Loop loop = loop();
        Instant end = time.now().plus(Duration.ofDays(1));
        while (late.size() < count && time.now().isBefore(end)) {
            loop.turn();
            call();
        }
        assertThat(late).hasSize(count);
    }

    /** What waits as long on all partitions is due first on each of them, and not on those that are read first. */
    @ParameterizedTest
    @CsvSource({"12000, 10", "7200, 60"})
    void retries_areCalledWhenTheyAreDueOnWhateverPartitionTheyLie(int count, int minutes) {
        partitions(12);
        retries(count, Duration.ofMinutes(minutes));

        untilAllAreCalled(count);

        assertThat(Collections.max(late)).isLessThan(SECOND);
    }

    @Test
    void requestsInTheirGracePeriod_areCalledWhenItEndsOnWhateverPartitionTheyLie() {
        partitions(12);
        inGrace(12_000, Duration.ofMinutes(10));

        untilAllAreCalled(12_000);

        assertThat(Collections.max(late)).isLessThan(SECOND);
    }

    /** Where the jitter is longer than it takes to write what a partition may hold, those due first may lie behind others. */
    @Test
    void retriesBehindOthersOfTheirPartition_areCalledWithinTheDelayAndItsJitter() {
        Duration delay = Duration.ofMinutes(10);
        partitions(1);
        retries(12_000, delay);

        untilAllAreCalled(12_000);

        assertThat(Collections.max(waited))
                .isLessThan(delay.plus(delay.dividedBy(10)).plus(SECOND));
    }

    /** A poll may bring as much of each partition as all of them together may hold. */
    @ParameterizedTest
    @ValueSource(ints = {12, 96})
    void whatIsHeldOfATopic_keepsToItsBoundHoweverManyPartitionsItHas(int partitions) {
        partitions(partitions);
        inGrace(48_000, Duration.ofHours(6));
        Loop loop = loop();
        for (int i = 0; i < 2 * partitions; i++) {
            loop.turn();
            call();
            assertThat(loop.status().open().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isLessThanOrEqualTo(partitions == 12 ? FlowControl.MAX_PER_TOPIC : FlowControl.MOST_PER_TOPIC);
        }

        assertThat(logs.keySet())
                .as("of each the first is there")
                .allMatch(each -> loop.status().open().getOrDefault(each, 0) > 0);
    }
}
