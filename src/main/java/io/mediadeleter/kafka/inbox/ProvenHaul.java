package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.pipeline.port.RequestLog.Arrivals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was taken off the consumer, of which only some is known to be of the topics that it seems to be of.
 *
 * @param topics whose ids were found unchanged after the records had come; what is of others is read again later
 */
record ProvenHaul(Haul haul, Set<String> topics) {

    /** What of it is proven and of owned partitions; they are read up to there from now on. */
    Arrivals arrivals(OwnedPartitions owned, RecordReader reader) {
        List<Delivery> deliveries = new ArrayList<>(haul.records().size());
        for (Haul.Catch read : haul.records()) {
            Partition here = KafkaConversions.ours(read.partition());
            Long epoch = owned.epochOf(here);
            if (epoch != null && topics.contains(here.topic())) {
                deliveries.add(reader.read(read, epoch, owned.isInherited(here, read.offset())));
            }
        }
        Map<Partition, Long> positions = new HashMap<>();
        haul.positions().forEach((partition, next) -> {
            if (topics.contains(partition.topic())) {
                positions.put(KafkaConversions.ours(partition), next);
            }
        });
        positions.keySet().retainAll(owned.among(positions.keySet()));
        owned.readUpTo(positions);
        return new Arrivals(deliveries, positions);
    }
}
