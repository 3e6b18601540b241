package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Metronome;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A retry is called when it is due. The median keeps the promise, and all do but for a second; what the machine adds is told
 * by a metronome. None may be early.
 */
@WithKafka
class RetryDueIT {

    private static final Duration PROMISED = Duration.ofMillis(250);
    private static final Duration AT_WORST = Duration.ofSeconds(1);

    /** Before the call the share of the quota is asked for, which is a way to the broker and back. */
    private static final int HOPS = 10;

    /** For a move of partitions from one instance to another; with Kafka's default heartbeat it is 3 s and more. */
    private static final Duration MOVE = Duration.ofMillis(2_500);

    /** Both join, and whoever gets them asks for what is committed of them and where they end: each is a way to the broker and back. */
    private static final int MOVE_HOPS = 20;

    private static final int REQUESTS = 8;
    private static final List<String> FILES = IntStream.range(0, REQUESTS)
            .mapToObj(i -> String.valueOf(8_700_000_000_000_000L + i))
            .toList();

    private final Assignments assignments = new Assignments();

    @AutoClose
    private final Metronome machine = Metronome.start();

    private Instant readyAt = Instant.EPOCH;

    @AutoClose
    private final ServiceRig rig;

    RetryDueIT(KafkaFixture kafka) {
        rig = new ServiceRig(
                kafka,
                Map.of(
                        "MEDIA_DELETER_RETRY_DELAYS",
                        "4s",
                        "MEDIA_DELETER_QUOTA_MODE",
                        "group",
                        // An instance asks for a twentieth of it at the least, which is enough for all of them: a share
                        // that grows counts a second later.
                        "MEDIA_DELETER_QUOTA_PER_SECOND",
                        String.valueOf(20 * REQUESTS)));
    }

    /** When partitions came and went. */
    private static final class Assignments implements Telemetry {

        private volatile Instant cameAt = Instant.EPOCH;
        private volatile Instant wentAt = Instant.EPOCH;

        @Override
        public void assigned(Collection<Partition> partitions) {
            cameAt = Instant.now();
        }

        @Override
        public void released(Collection<Partition> partitions, int dropped) {
            wentAt = Instant.now();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> fail() {
        FILES.forEach(file -> rig.simulator().faults().add(FaultRule.parse("InternalError@" + file + "x1")));
        rig.requestAll(FILES.stream());
        return rig.committed(rig.topics().requested() + ".retry.4s", REQUESTS);
    }

    /** The call of the retry; the first call was the one that failed. */
    private Instant called(String file) {
        List<Call> calls = rig.simulator().calls().newest(9, Optional.of(file));
        assertThat(calls).hasSize(2);
        return calls.get(1).arrivedAt();
    }

    /** Each retry against its due time, or against the end of the restart or move where a busy machine was late with it. */
    private void assertPunctual(String story, List<ConsumerRecord<byte[], byte[]>> retries) {
        rig.results(REQUESTS);
        List<Duration> late = retries.stream()
                .map(retry -> {
                    Instant due = Instant.ofEpochMilli(Long.parseLong(header(retry, "md-not-before")));
                    Instant called = called(new String(retry.key(), UTF_8));
                    assertThat(called).as("none is early").isAfterOrEqualTo(due);
                    Instant from = Collections.max(List.of(due, assignments.cameAt, readyAt));
                    return Duration.between(from, called);
                })
                .sorted()
                .toList();
        System.out.println("late in ms, " + story + ": "
                + late.stream().map(Duration::toMillis).toList());

        assertThat(late.get(REQUESTS / 2)).isLessThanOrEqualTo(machine.allow(PROMISED, HOPS));
        assertThat(late.get(REQUESTS - 1)).isLessThanOrEqualTo(machine.allow(AT_WORST, HOPS));
    }

    /** One that has just started cannot call before it knows what is held, and has a lease of the quota. */
    private void awaitReady(Service started) {
        await("what a call needs")
                .until(() -> started.status().control().isLeased()
                        && started.quota()
                                .filter(share -> share.leaseEnds().isAfter(Instant.now()))
                                .isPresent());
        readyAt = Instant.now();
    }

    @Test
    void waitingRetry_isCalledWhenItIsDue() {
        rig.start("one", assignments);
        assertPunctual("plain", fail());
    }

    @Test
    void retryThatOutlivesARestart_isCalledWhenItIsDue() throws InterruptedException {
        Service before = rig.start("one", assignments);
        List<ConsumerRecord<byte[], byte[]>> retries = fail();
        ServiceRig.end(before);
        awaitReady(rig.start("one", assignments));

        assertPunctual("restart", retries);
    }

    @Test
    void retryWhosePartitionMoves_isCalledWhenItIsDue() {
        rig.start("one", assignments);
        List<ConsumerRecord<byte[], byte[]>> retries = fail();
        Service second = rig.start("two", assignments);
        await().until(() -> !second.status().loop().open().isEmpty());
        awaitReady(second);

        assertThat(Duration.between(assignments.wentAt, assignments.cameAt)).isLessThan(machine.allow(MOVE, MOVE_HOPS));
        assertPunctual("rebalance", retries);
    }
}
