package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The partitions that the group has no offset for, or one that the log does not have. Stateless. */
public final class OffsetlessLookup {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private OffsetlessLookup() {}

    /** Those with records in them, as {@link #all} finds them. */
    public static Map<TopicPartition, PartitionContents> full(
            AdminSession session, KafkaSettings settings, TopicNames topics, @Nullable Instant oldest) {
        Map<TopicPartition, PartitionContents> full = new HashMap<>(all(session, settings, topics, oldest));
        full.values().removeIf(PartitionContents::isEmpty);
        return full;
    }

    /**
     * Looks once at all of them, empty ones among them; topics that are not there are left out.
     *
     * @param oldest what was written before this is too old to be called; null for no limit
     * @throws KafkaFailure when Kafka cannot be reached or refuses, or a partition has no leader: what lies there is not known
     */
    public static Map<TopicPartition, PartitionContents> all(
            AdminSession session, KafkaSettings settings, TopicNames topics, @Nullable Instant oldest) {
        Map<TopicPartition, OffsetAndMetadata> committed = session.committed();
        String task = "look at the partitions of " + topics.requested();
        List<TopicPartition> partitions =
                session.allLed(task, session.describe(topics.consumed(), UnknownTopicOrPartitionException.class));
        try {
            Map<TopicPartition, PartitionContents> found =
                    new HashMap<>(PartitionContents.ask(session.admin(), partitions, oldest)
                            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            found.entrySet().removeIf(each -> has(each.getValue(), committed.get(each.getKey())));
            return found;
        } catch (java.util.concurrent.TimeoutException | ExecutionException failed) {
            throw session.failure(
                    task, new TimeoutException("what lies on " + partitions + " is not known: " + failed, failed));
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    private static boolean has(PartitionContents stock, @Nullable OffsetAndMetadata committed) {
        return committed != null && committed.offset() >= stock.begin() && committed.offset() <= stock.logEnd();
    }
}
