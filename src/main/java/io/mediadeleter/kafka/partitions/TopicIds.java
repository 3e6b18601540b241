package io.mediadeleter.kafka.partitions;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the brokers for topics' ids. Thread-safe. */
public record TopicIds(Admin admin) {

    /** What brokers before 2.8 tell. */
    public static final String NONE = Uuid.ZERO_UUID.toString();

    /** In place of the id of a topic that is not there. */
    public static final String GONE = "";

    private static final int ANSWER_WITHIN_MS = 5_000;

    /** The ids by name; a topic of which Kafka does not say whether it is there is missing. */
    public CompletableFuture<Map<String, String>> ask(Collection<String> names) {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        names, new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MS))
                .topicNameValues();
        Map<String, String> ids = new ConcurrentHashMap<>();
        List<CompletableFuture<Boolean>> each = answers.entrySet().stream()
                .map(answer -> answer.getValue()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .handle((topic, failed) -> note(ids, answer.getKey(), topic, failed)))
                .toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new)).thenApply(done -> Map.copyOf(ids));
    }

    /** Whether this is a topic's id. */
    static boolean isKnown(@Nullable String id) {
        return id != null && !id.equals(GONE) && !id.equals(NONE);
    }

    private static boolean note(
            Map<String, String> ids, String name, @Nullable TopicDescription topic, @Nullable Throwable failed) {
        if (topic != null) {
            ids.put(name, topic.topicId().toString());
        } else if (failed instanceof UnknownTopicOrPartitionException) {
            ids.put(name, GONE);
        }
        return topic != null;
    }
}
