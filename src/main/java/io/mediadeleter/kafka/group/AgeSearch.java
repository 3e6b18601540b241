package io.mediadeleter.kafka.group;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The timestamps of single records, about, without reading them: whoever reads a record has to hold it, however large it is,
 * and needs the right to. The broker says which record is the first that is no older than a time; so the age of a record is
 * searched for, all partitions at once, in three rounds. It is exact within a hundredth. For one use.
 */
final class AgeSearch {

    private static final String TASK = "find out how old requests are";
    private static final int ROUNDS = 3;
    private static final int PARTS = 8;

    /** Four times as old each: from a second to two years. */
    private static final long[] FIRST = LongStream.iterate(
                    1_000, millis -> millis < 70_000_000_000L, millis -> millis * 4)
            .toArray();

    /** How old a record is in milliseconds: more than the one, and at most the other. */
    private record Range(long above, long most) {

        long[] parts() {
            return LongStream.rangeClosed(1, PARTS)
                    .map(part -> above + (most - above) * part / PARTS)
                    .toArray();
        }
    }

    private final AdminSession session;
    private final ListOffsetsOptions options;
    private final Map<TopicPartition, Long> wanted;
    private final long now;
    private final Map<TopicPartition, Range> ranges = new HashMap<>();
    private final Map<TopicPartition, Instant> found = new HashMap<>();

    private AgeSearch(AdminSession session, ListOffsetsOptions options, Map<TopicPartition, Long> wanted, Instant now) {
        this.session = session;
        this.options = options;
        this.wanted = wanted;
        this.now = now.toEpochMilli();
    }

    /**
     * Looks for the timestamps of these offsets, one of each partition; those that are older than all that is searched, or have
     * no timestamp, are left out.
     *
     * @throws KafkaFailure when Kafka does not answer
     */
    static Map<TopicPartition, Instant> timestamps(
            AdminSession session, ListOffsetsOptions options, Map<TopicPartition, Long> wanted, Instant now) {
        AgeSearch search = new AgeSearch(session, options, wanted, now);
        for (int round = 0; round < ROUNDS; round++) {
            search.round(round == 0);
        }
        search.ranges.forEach((partition, range) ->
                search.found.putIfAbsent(partition, Instant.ofEpochMilli(search.now - range.most())));
        return search.found;
    }

    private void round(boolean isFirst) {
        int parts = isFirst ? FIRST.length : PARTS;
        List<ListOffsetsResult> answers = new ArrayList<>();
        Map<TopicPartition, long[]> ages = new HashMap<>();
        wanted.keySet().stream()
                .filter(partition -> !found.containsKey(partition))
                .forEach(partition -> {
                    Range range = ranges.get(partition);
                    if (isFirst) {
                        ages.put(partition, FIRST);
                    } else if (range != null) {
                        ages.put(partition, range.parts());
                    }
                });
        if (ages.isEmpty()) {
            return;
        }
        for (int part = 0; part < parts; part++) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            for (Map.Entry<TopicPartition, long[]> entry : ages.entrySet()) {
                asked.put(entry.getKey(), OffsetSpec.forTimestamp(Math.max(0, now - entry.getValue()[part])));
            }
            answers.add(session.admin().listOffsets(asked, options));
        }
        for (Map.Entry<TopicPartition, long[]> entry : ages.entrySet()) {
            narrow(entry.getKey(), entry.getValue(), answers);
        }
    }

    /** The youngest age at which the record, or one before it, is the first that is no older. */
    private void narrow(TopicPartition partition, long[] ages, List<ListOffsetsResult> answers) {
        long offset = wanted.getOrDefault(partition, 0L);
        Range before = ranges.get(partition);
        long above = before == null ? 0 : before.above();
        for (int part = 0; part < ages.length; part++) {
            ListOffsetsResultInfo first = session.answer(TASK, answers.get(part).partitionResult(partition));
            if (first.offset() == offset) {
                found.put(partition, Instant.ofEpochMilli(first.timestamp()));
                return;
            }
            if (first.offset() >= 0 && first.offset() < offset) {
                ranges.put(partition, new Range(above, ages[part]));
                return;
            }
            above = ages[part];
        }
    }
}
