package io.mediadeleter.kafka.partitions;

import io.mediadeleter.offset.CommitPoint;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metadata of a commit as Kafka keeps it: {@code md2:TOPICID:eEPOCH,tTRANSACTION,FIRSTS:SETTLED}. Where the topic's id is not known, it
 * is the last part alone, as versions before 2 wrote it.
 *
 * <p>Why is the leader epoch here, and not where Kafka has a field for it? A consumer that is handed an epoch of a topic that was
 * deleted waits for a leader of the new one that never comes; here it is read together with the topic's id.
 *
 * @param point what is committed
 * @param firsts which topics were the first of their names
 * @param leaderEpoch what lies before the point was written by leaders of this epoch and earlier ones; empty when that is not known
 */
record CommitMetadata(CommitPoint point, FirstTopicIds firsts, OptionalInt leaderEpoch) {

    private static final String VERSION = "md2";
    private static final int PARTS = 4;
    private static final Pattern EPOCH = Pattern.compile("(?:^|,)e([0-9]{1,9})(?:,|$)");

    /** What is none of this version is a point of a topic whose id is not known, with the metadata as it is. */
    static CommitMetadata read(long offset, String metadata) {
        String[] parts = metadata.split(":", PARTS);
        return parts.length == PARTS && parts[0].equals(VERSION)
                ? new CommitMetadata(
                        new CommitPoint(offset, parts[3], parts[1]), FirstTopicIds.read(parts[2]), epoch(parts[2]))
                : new CommitMetadata(new CommitPoint(offset, metadata), FirstTopicIds.NONE, OptionalInt.empty());
    }

    private static OptionalInt epoch(String entries) {
        return EPOCH.matcher(entries)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst();
    }

    /** @param transaction tells this commit from others of the same point, to whoever has to find out whether it went through */
    String metadata(long transaction) {
        String topicId = point.topicId();
        String name = "t" + Long.toString(transaction, Character.MAX_RADIX);
        String entries = Stream.concat(
                        leaderEpoch.stream().mapToObj(epoch -> "e" + epoch), Stream.of(name, firsts.text()))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(","));
        return topicId == null ? point.metadata() : String.join(":", VERSION, topicId, entries, point.metadata());
    }
}
