package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Transactions that keep records from being read.
 *
 * @param records how many nobody can read: those of the transaction, and those behind it
 * @param since when it last wrote; empty when the brokers do not tell
 */
public record OpenTransactions(String partition, long records, Optional<Instant> since) {

    /**
     * Those on these topics that have been open for that long, and those of which that is not known. Topics that are not there or that
     * this client may not describe are left out, and so are partitions that nobody leads.
     *
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public static List<OpenTransactions> find(
            AdminSession session, Collection<String> topics, Instant now, Duration least) {
        List<TopicPartition> all = Leadership.of(
                        session.describe(topics, UnknownTopicOrPartitionException.class, AuthorizationException.class))
                .led();
        Map<TopicPartition, ListOffsetsResultInfo> readable = ends(session, all, IsolationLevel.READ_COMMITTED);
        List<OpenTransactions> open = new ArrayList<>();
        ends(session, all, IsolationLevel.READ_UNCOMMITTED).forEach((partition, end) -> {
            ListOffsetsResultInfo stop = readable.get(partition);
            long records = stop == null ? 0 : end.offset() - stop.offset();
            if (records > 0) {
                Optional<Instant> since = lastWritten(session, partition);
                if (since.isEmpty() || Duration.between(since.get(), now).compareTo(least) >= 0) {
                    open.add(new OpenTransactions(
                            KafkaConversions.ours(partition).toString(), records, since));
                }
            }
        });
        return open;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> ends(
            AdminSession session, List<TopicPartition> partitions, IsolationLevel isolation) {
        return session.offsets("read where the topics end", partitions, OffsetSpec.latest(), isolation);
    }

    /** When the oldest of those that are open there last wrote; empty when the brokers do not tell. */
    public static Optional<Instant> lastWritten(AdminSession session, TopicPartition partition) {
        try {
            return session
                    .answer(
                            "ask who writes to " + partition,
                            session.admin()
                                    .describeProducers(List.of(partition))
                                    .partitionResult(partition))
                    .activeProducers()
                    .stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .map(ProducerState::lastTimestamp)
                    .min(Long::compare)
                    .map(Instant::ofEpochMilli);
        } catch (KafkaFailure notTold) {
            return Optional.empty(); // brokers before 2.8, or no right to read
        }
    }
}
