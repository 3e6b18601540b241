package io.mediadeleter.kafka.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Partitions in a sentence. Pure. */
public final class PartitionNames {

    private static final int MOST_NAMED = 3;
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private PartitionNames() {}

    /** As in "media-deleted/1 and media-deleted/3"; of many the first, and how many more. There is one at least. */
    public static String of(Collection<TopicPartition> partitions) {
        List<String> names = partitions.stream()
                .sorted(ORDER)
                .map(partition -> partition.topic() + "/" + partition.partition())
                .toList();
        if (names.size() == 1) {
            return names.get(0);
        }
        int named = Math.min(names.size() - 1, MOST_NAMED);
        int more = names.size() - named;
        return String.join(", ", names.subList(0, named)) + " and "
                + (more == 1 ? names.get(named) : more + " more partitions");
    }
}
