package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.RenewedAdmin;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a topic was deleted and created again, which its reader is not told when the new one is as long already. Confined
 * to one thread.
 */
public final class TopicWatch implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int ANSWER_WITHIN_MS = 5_000;

    private final RenewedAdmin admin;
    private final String topic;
    private final PeriodicQuery<Optional<TopicDescription>> looking;
    private @Nullable String first;
    private Optional<TopicDescription> latest = Optional.empty();
    private boolean another;

    /** Connects on first use; throws Kafka's own exception where the settings are impossible, or no broker's name is known. */
    public TopicWatch(KafkaSettings settings, String topic) {
        this(() -> Admin.create(ClientConfigs.admin(settings)), topic, Time.system());
    }

    TopicWatch(Supplier<Admin> connecting, String topic, Time time) {
        this.admin = new RenewedAdmin(connecting);
        this.topic = topic;
        this.looking = new PeriodicQuery<>(this::ask, BETWEEN_LOOKS, Duration.ofMillis(2L * ANSWER_WITHIN_MS), time);
    }

    /** The topic that is there now is the one. */
    public void begin(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        latest = ask().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        first = known().orElse(null);
        looking.rest();
    }

    /** The id of the topic that was there at the beginning; null where Kafka did not tell. */
    @Nullable
    public String id() {
        return first;
    }

    /** The topic as Kafka last described it; empty when it did not. */
    public Optional<TopicDescription> latest() {
        return latest;
    }

    /** Whether it was another topic of the name when Kafka last said; waits for nothing. */
    public boolean isAnother() {
        looking.look().ifPresent(answer -> {
            latest = answer.join();
            another |=
                    known().filter(now -> first != null && !first.equals(now)).isPresent();
        });
        return another;
    }

    private Optional<String> known() {
        return latest.map(found -> found.topicId().toString()).filter(TopicIds::isKnown);
    }

    private CompletableFuture<Optional<TopicDescription>> ask() {
        return Objects.requireNonNull(admin.get()
                        .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MS))
                        .topicNameValues()
                        .get(topic))
                .toCompletionStage()
                .toCompletableFuture()
                .handle((found, failed) -> {
                    if (failed != null) {
                        admin.failed(failed);
                    }
                    return Optional.ofNullable(found);
                });
    }

    @Override
    public void close() {
        admin.close();
    }
}
