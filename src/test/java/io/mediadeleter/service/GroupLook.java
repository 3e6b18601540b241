package io.mediadeleter.service;

import static org.awaitility.Awaitility.await;

import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetterCount;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.kafka.group.GroupGatherer;
import io.mediadeleter.quota.QuotaRules;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The group as Kafka alone tells of it, for a test. Confined to one thread. */
public final class GroupLook implements AutoCloseable {

    private final GroupGatherer gatherer;
    private @Nullable GroupFacts earlier;

    public GroupLook(Settings settings, boolean isShared) {
        DeadLetterCount count = new DeadLetterCount(settings.kafka(), settings.topics());
        gatherer = new GroupGatherer(
                settings.kafka(),
                settings.topics(),
                new GroupGatherer.Terms(
                        QuotaRules.of(settings.quotaPerSecond(), settings.quotaLease()),
                        isShared,
                        settings.requests().gracePeriod()),
                new GroupGatherer.Counting(count::count, count::close),
                Time.system());
    }

    public GroupStatus look() {
        GroupFacts facts = gatherer.look(ServiceRig.PATIENCE);
        GroupStatus status = GroupStatus.of(facts, earlier);
        earlier = facts;
        return status;
    }

    /** Looks until it sees that. */
    public GroupStatus until(String what, Predicate<GroupStatus> seen) {
        return await(what).pollInterval(Duration.ofMillis(200)).until(this::look, seen);
    }

    /** Looks until all of this holds of one look. */
    public void untilAsserted(Consumer<GroupStatus> holds) {
        await().pollInterval(Duration.ofMillis(200)).untilAsserted(() -> holds.accept(look()));
    }

    @Override
    public void close() {
        gatherer.close();
    }
}
