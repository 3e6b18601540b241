package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.Settled;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Topics that are said to be gone, and what of a commit goes without their offsets. Confined to the loop thread.
 *
 * <p>The broker takes no offsets together with those of a topic that is gone, and the client would ask it until its time is up. But what
 * a broker says may be wrong: one that has just started has not heard of all topics yet. A settlement without its offset would be
 * written again once such a topic is there again, since its request is read again. So it is written only when Kafka has forgotten what the
 * group had committed there, which it does when a topic is deleted; until then it goes with its offset, or not at all.
 *
 * @param said those that are gone as far as the brokers tell
 * @param committed the topics that the group has offsets of; throws Kafka's TimeoutException where that is not told
 */
record GoneTopics(Supplier<Set<String>> said, Supplier<Set<String>> committed) {

    /** Those of these that are gone for certain; asks Kafka only where one is said to be gone. */
    Set<String> deleted(Collection<String> some) {
        Set<String> deleted = new HashSet<>(said.get());
        deleted.retainAll(some);
        if (!deleted.isEmpty()) {
            deleted.removeAll(committed.get());
        }
        return deleted;
    }

    /** The offsets that can go with these settlements. Those of a topic of which nothing is settled may always wait. */
    Map<Partition, CommitPoint> without(Map<Partition, CommitPoint> offsets, List<Settled> settlements) {
        Set<String> gone = said.get();
        if (gone.isEmpty()) {
            return offsets;
        }
        Set<String> settled = settlements.stream()
                .map(each -> each.delivery().partition().topic())
                .collect(Collectors.toSet());
        Set<String> left = new HashSet<>(gone);
        left.removeAll(settled);
        left.addAll(deleted(settled));
        Map<Partition, CommitPoint> there = new HashMap<>(offsets);
        there.keySet().removeIf(partition -> left.contains(partition.topic()));
        return there;
    }
}
