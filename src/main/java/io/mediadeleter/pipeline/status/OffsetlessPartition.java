package io.mediadeleter.pipeline.status;

import io.mediadeleter.event.Partition;
import io.mediadeleter.text.Figures;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition that the group has no offset for: it is new to them, or Kafka has forgotten what was done.
 *
 * @param records how many there are; markers of transactions count, too
 * @param since the timestamp of the first; null when it has none
 * @param tooOld how many of them, at least, are too old to be called
 */
public record OffsetlessPartition(
        Partition partition, long records, @Nullable Instant since, long tooOld) {

    /** How many there are of all these partitions. */
    public static long records(Collection<OffsetlessPartition> all) {
        return all.stream().mapToLong(OffsetlessPartition::records).sum();
    }

    /** What lies on all these partitions, as a clause: how many requests since when, and how many too old. */
    public static String inWords(Collection<OffsetlessPartition> all) {
        long records = records(all);
        long tooOld = all.stream().mapToLong(OffsetlessPartition::tooOld).sum();
        Optional<Instant> since = all.stream()
                .map(OffsetlessPartition::since)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
        return Figures.count(records, "request")
                + (records == 1 ? " lies on " : " lie on ")
                + (all.size() == 1 ? all.iterator().next().partition() : all.size() + " partitions")
                + since.map(first -> ", the first since " + first).orElse("")
                + (tooOld == 0
                        ? ""
                        : "; " + Figures.number(tooOld) + (tooOld == 1 ? " of them is" : " of them are")
                                + " too old to be called (requests.max-age)");
    }
}
