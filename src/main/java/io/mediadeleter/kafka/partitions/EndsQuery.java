package io.mediadeleter.kafka.partitions;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.RenewedAdmin;
import io.mediadeleter.kafka.partitions.EndOffsets.Answer;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks where partitions end, by a client that is made anew when it is lost. Confined to one thread, but for {@link #close}. */
final class EndsQuery implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EndsQuery.class);
    private static final int ANSWER_WITHIN_MS = 5_000;

    /** For all of them together: an error that ends the client's thread leaves each without an answer. */
    private static final Duration PATIENCE = Duration.ofMillis(2L * ANSWER_WITHIN_MS);

    private static final long SILENT_NANOS = Duration.ofMillis(50).toNanos();

    private final RenewedAdmin admin;
    private final Time time;
    private Set<TopicPartition> silent = Set.of();

    /** @param connecting makes a client; what it throws the first time is thrown */
    EndsQuery(Supplier<Admin> connecting, Time time) {
        this.admin = new RenewedAdmin(connecting);
        this.time = time;
    }

    /** What Kafka says now, and waits for it; those of which it does not are missing. */
    Map<Partition, Answer> ask(Set<Partition> partitions) throws InterruptedException {
        Set<TopicPartition> asked = KafkaConversions.toTopicPartitions(partitions);
        ListOffsetsResult readable = ends(asked, IsolationLevel.READ_COMMITTED);
        ListOffsetsResult all = ends(asked, IsolationLevel.READ_UNCOMMITTED);
        long untilNanos = time.nanoTime() + PATIENCE.toNanos();
        Map<Partition, Answer> answers = new HashMap<>();
        Set<TopicPartition> unanswered = new HashSet<>();
        List<TopicPartition> inOrder =
                asked.stream().sorted(Comparator.comparing(silent::contains)).toList();
        for (TopicPartition partition : inOrder) {
            Optional<Long> end = offset(readable, partition, untilNanos);
            Optional<Long> last = offset(all, partition, untilNanos);
            if (end.isPresent() && last.isPresent()) {
                answers.put(KafkaConversions.toPartition(partition), new Answer(end.get(), last.get()));
            } else {
                unanswered.add(partition);
            }
        }
        silent = unanswered;
        return answers;
    }

    /** One that did not answer the last time, as it has no leader, holds up nobody. */
    private Optional<Long> offset(ListOffsetsResult asked, TopicPartition partition, long untilNanos)
            throws InterruptedException {
        KafkaFuture<ListOffsetsResultInfo> end = asked.partitionResult(partition);
        try {
            long left = Math.max(0, untilNanos - time.nanoTime());
            long patience = silent.contains(partition) ? Math.min(SILENT_NANOS, left) : left;
            return Optional.of(end.get(patience, TimeUnit.NANOSECONDS).offset());
        } catch (ExecutionException | TimeoutException none) {
            admin.failed(none);
            log.debug("Kafka does not say where {} ends: {}", partition, none.toString());
            return Optional.empty();
        }
    }

    private ListOffsetsResult ends(Set<TopicPartition> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.get().listOffsets(latest, new ListOffsetsOptions(isolation).timeoutMs(ANSWER_WITHIN_MS));
    }

    @Override
    public void close() {
        admin.close();
    }
}
