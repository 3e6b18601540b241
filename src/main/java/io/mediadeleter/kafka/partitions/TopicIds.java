package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.DeadClient;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /** Whoever has heard nothing by then will not: twice as long as the client takes to fail. */
    static final Duration PATIENCE = Duration.ofMillis(2L * ANSWER_WITHIN_MS);

    /**
     * The ids by name; a topic of which Kafka does not say whether it is there is missing. Fails only where this client will never
     * be told again.
     */
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

    /**
     * What has come.
     *
     * @throws RequestLogFailure when nothing will ever come
     */
    static Map<String, String> found(CompletableFuture<Map<String, String>> asked) {
        try {
            return asked.join();
        } catch (CompletionException failed) {
            throw neverAgain(failed);
        }
    }

    /** What ends an instance that cannot know any more what topics there are. */
    static RequestLogFailure neverAgain(Throwable failed) {
        return new RequestLogFailure(
                "The thread of Kafka's admin client has ended by an error, which the log may show before this: what"
                        + " topics there are cannot be known any more.",
                failed);
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
        } else if (failed != null && DeadClient.isToldBy(failed)) {
            throw new CompletionException(failed);
        }
        return topic != null;
    }
}
