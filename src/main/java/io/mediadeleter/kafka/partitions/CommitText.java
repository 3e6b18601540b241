package io.mediadeleter.kafka.partitions;

import io.mediadeleter.offset.CommitPoint;

/**
 * The metadata of a commit as Kafka keeps it: {@code md2:TOPICID:FIRSTLIVES:SETTLED}. Where the topic's id is not known, it
 * is the last part alone, as versions before 2 wrote it.
 *
 * @param point what is committed
 * @param firsts which topics were the first of their names
 */
record CommitText(CommitPoint point, FirstLives firsts) {

    private static final String VERSION = "md2";
    private static final int PARTS = 4;

    /** What is none of this version is a point of a topic whose id is not known, with the metadata as it is. */
    static CommitText read(long offset, String metadata) {
        String[] parts = metadata.split(":", PARTS);
        return parts.length == PARTS && parts[0].equals(VERSION)
                ? new CommitText(new CommitPoint(offset, parts[3], parts[1]), FirstLives.read(parts[2]))
                : new CommitText(new CommitPoint(offset, metadata), FirstLives.NONE);
    }

    String metadata() {
        String life = point.life();
        return life == null ? point.metadata() : String.join(":", VERSION, life, firsts.text(), point.metadata());
    }
}
