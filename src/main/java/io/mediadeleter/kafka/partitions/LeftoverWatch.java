package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.time.Daemon;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every minute for what earlier settings left behind, so that the pages say it for as long as it is true. Nobody waits
 * for it: the look is made by a thread of its own. Thread-safe.
 */
public final class LeftoverWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeftoverWatch.class);

    /** At the start others are busier. */
    private static final long FIRST_SECONDS = 5;

    private static final long PERIOD_SECONDS = 60;

    private final KafkaSettings settings;
    private final TopicNames topics;
    private final ScheduledExecutorService looking;
    private volatile List<ConsumerLag.LeftBehind> found = List.of();

    /** Begins to look. */
    public LeftoverWatch(KafkaSettings settings, TopicNames topics) {
        this.settings = settings;
        this.topics = topics;
        looking = Executors.newSingleThreadScheduledExecutor(Daemon.named("media-deleter-leftovers"));
        Runnable look = Daemon.lasting(
                this::look,
                what -> log.warn("Whether earlier settings have left records behind is not known: {}", what));
        var unused = looking.scheduleWithFixedDelay(look, FIRST_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** What the last look found; nothing before the first one. */
    public List<ConsumerLag.LeftBehind> found() {
        return found;
    }

    private void look() {
        try (AdminSession session = AdminSession.open(settings)) {
            found = LeftoverSearch.find(session, settings, topics).stream()
                    .map(Leftover::shown)
                    .toList();
        } catch (KafkaFailure failed) {
            log.debug("Whether earlier settings have left records behind is not known: {}", failed.getMessage());
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
