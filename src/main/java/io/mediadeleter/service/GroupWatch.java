package io.mediadeleter.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.config.QuotaMode;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetterCount;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.kafka.group.GroupGatherer;
import io.mediadeleter.quota.QuotaRules;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole group, looked at as long as somebody looks at this instance's pages, every few seconds at most: a page never waits for
 * Kafka, and shows what was found last. When nobody has asked for a minute, the clients are closed. Thread-safe.
 */
public final class GroupWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** Whoever has just opened a page sees what is known by then. */
    private static final Duration FIRST = Duration.ofMillis(200);

    private static final Duration CLOSE_AFTER_IDLE = Duration.ofMinutes(1);

    /** What was found earlier is old. */
    private static final Duration FRESH = Duration.ofSeconds(20);

    /** Whether something stands still is told by what was there so long ago. */
    private static final Duration COMPARE_WITH_AGE = Duration.ofSeconds(40);

    private static final Logger log = LoggerFactory.getLogger(GroupWatch.class);

    private final Supplier<GroupGatherer> connect;
    private final Time time;
    private final CancellationToken closing = new CancellationToken();
    private final Deque<GroupFacts> earlier = new ArrayDeque<>();
    private volatile long askedNanos;
    private volatile @Nullable Found found;

    @GuardedBy("this")
    private @Nullable Thread looking;

    private record Found(GroupStatus status, long nanos) {}

    /**
     * Looks at nothing yet.
     *
     * @param connect to Kafka, each time that somebody begins to look
     */
    GroupWatch(Supplier<GroupGatherer> connect, Time time) {
        this.connect = connect;
        this.time = time;
    }

    /** The group of these settings. */
    static GroupWatch of(Settings settings, Time time) {
        return new GroupWatch(() -> gatherer(settings, time), time);
    }

    /** What asks Kafka for the state of the group of these settings; connects on first use. */
    public static GroupGatherer gatherer(Settings settings, Time time) {
        DeadLetterCount letters = new DeadLetterCount(settings.kafka(), settings.topics());
        return new GroupGatherer(
                settings.kafka(),
                settings.topics(),
                new GroupGatherer.Terms(
                        QuotaRules.of(settings.quotaPerSecond(), settings.quotaLease()),
                        settings.quotaMode() == QuotaMode.GROUP,
                        settings.requests().gracePeriod()),
                new GroupGatherer.Counting(letters::count, letters::close),
                time);
    }

    /** What was found last, if that is not long ago; somebody looks, so it is looked for again. */
    Optional<GroupStatus> status() {
        askedNanos = time.nanoTime();
        begin();
        Found last = found;
        return Optional.ofNullable(last)
                .filter(status -> time.nanoTime() - status.nanos() < FRESH.toNanos())
                .map(Found::status);
    }

    private synchronized void begin() {
        if (!closing.isAsked() && looking == null) {
            looking = Daemon.start("media-deleter-group", this::run);
        }
    }

    private void run() {
        try (GroupGatherer gatherer = connect.get()) {
            while (!closing.isAsked() && time.nanoTime() - askedNanos < CLOSE_AFTER_IDLE.toNanos()) {
                boolean isFirst = earlier.isEmpty();
                look(gatherer, isFirst);
                closing.await(time, isFirst ? FIRST.toNanos() : EVERY.toNanos());
            }
        } catch (RuntimeException failed) {
            log.debug("The group could not be looked at", failed);
        } finally {
            earlier.clear();
            synchronized (this) {
                looking = null;
            }
        }
    }

    private void look(GroupGatherer gatherer, boolean isFirst) {
        GroupFacts now = isFirst ? gatherer.look(LIMIT, FIRST) : gatherer.look(LIMIT);
        Instant old = now.at().minus(COMPARE_WITH_AGE);
        earlier.removeIf(facts -> facts.at().isBefore(old));
        found = new Found(GroupStatus.of(now, earlier.peekFirst()), time.nanoTime());
        earlier.add(now);
    }

    @Override
    public void close() {
        closing.ask();
    }
}
