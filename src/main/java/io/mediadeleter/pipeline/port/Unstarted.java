package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.Partition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition that the group has no offset for: it is new to them, or Kafka has forgotten what was done.
 *
 * @param records how many there are; markers of transactions count, too
 * @param since the timestamp of the first; null when it has none
 * @param tooOld how many of them, at least, are too old to be called
 */
public record Unstarted(
        Partition partition, long records, @Nullable Instant since, long tooOld) {}
