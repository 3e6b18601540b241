package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ProducerState;
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
        List<TopicPartition> led = Leadership.of(
                        session.describe(topics, UnknownTopicOrPartitionException.class, AuthorizationException.class))
                .led();
        Map<TopicPartition, Long> hidden =
                ReadableEnds.of(session, led, () -> false).hidden();
        return HiddenRecords.open(session, hidden).stream()
                .filter(open -> open.since()
                        .filter(since -> Duration.between(since, now).compareTo(least) < 0)
                        .isEmpty())
                .sorted(Comparator.comparing(OpenTransactions::partition))
                .toList();
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
