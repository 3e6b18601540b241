package io.mediadeleter.group;

import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What waits on a topic.
 *
 * @param oldestDue null when nothing is due, or it is not known
 */
public record TopicBacklog(
        String name,
        TopicRole kind,
        long records,
        long due,
        long undecided,
        @Nullable Instant oldestDue,
        List<Waiting> partitions) {

    public TopicBacklog {
        partitions = List.copyOf(partitions);
    }

    /** Topic by topic, in the order of the partitions; of null, nothing. */
    public static List<TopicBacklog> of(@Nullable List<Waiting> waiting) {
        Map<String, List<Waiting>> byTopic = Objects.requireNonNullElse(waiting, List.<Waiting>of()).stream()
                .collect(Collectors.groupingBy(
                        each -> each.partition().topic(), LinkedHashMap::new, Collectors.toList()));
        return byTopic.entrySet().stream()
                .map(topic -> of(topic.getKey(), topic.getValue()))
                .toList();
    }

    /** Whether anything waits there. */
    public boolean isEmpty() {
        return records == 0 && undecided == 0;
    }

    private static TopicBacklog of(String name, List<Waiting> partitions) {
        return new TopicBacklog(
                name,
                partitions.get(0).kind(),
                partitions.stream().mapToLong(Waiting::records).sum(),
                partitions.stream().mapToLong(Waiting::due).sum(),
                partitions.stream().mapToLong(Waiting::undecided).sum(),
                partitions.stream()
                        .map(Waiting::oldestDue)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                partitions);
    }
}
