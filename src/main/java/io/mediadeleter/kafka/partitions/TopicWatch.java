package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a topic was deleted and made anew, which its reader is not told when the new one is as long already. Belongs to
 * one thread.
 */
public final class TopicWatch implements AutoCloseable {

    private static final long BETWEEN_LOOKS_NANOS = 1_000_000_000L;

    private final Admin admin;
    private final TopicIds ids;
    private final String topic;
    private @Nullable String first;
    private @Nullable CompletableFuture<Map<String, String>> asked;
    private long askedNanos;
    private boolean another;

    /** Connects on first use; throws Kafka's own exception where the settings are impossible, or no broker's name is known. */
    public TopicWatch(KafkaSettings settings, String topic) {
        this.admin = Admin.create(ClientConfigs.admin(settings));
        this.ids = new TopicIds(admin);
        this.topic = topic;
    }

    /** The topic that is there now is the one. */
    public void begin(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        String now = ids.ask(List.of(topic))
                .get(limit.toMillis(), TimeUnit.MILLISECONDS)
                .get(topic);
        first = TopicIds.isKnown(now) ? now : null;
        askedNanos = System.nanoTime();
    }

    /** The id of the topic that was there at the beginning; null where Kafka did not tell. */
    @Nullable
    public String id() {
        return first;
    }

    /** Whether it was another topic of the name when Kafka last said; waits for nothing. */
    public boolean isAnother() {
        if (asked != null && asked.isDone()) {
            String now = asked.isCompletedExceptionally() ? null : asked.join().get(topic);
            another |= first != null && TopicIds.isKnown(now) && !first.equals(now);
            asked = null;
        }
        long now = System.nanoTime();
        if (asked == null && now - askedNanos >= BETWEEN_LOOKS_NANOS) {
            askedNanos = now;
            asked = ids.ask(List.of(topic));
        }
        return another;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
