package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.TransactionAdvice;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records that nobody can read, since a transaction is open that they belong to or lie behind. An answer that leaves them out is not
 * complete.
 *
 * @param records how many offsets; markers count, too
 * @param partition where the transaction is that has been open for longest, as far as that is known
 * @param partitions how many have such a transaction
 * @param since when that transaction last wrote; null when the brokers do not tell
 */
public record HiddenRecords(
        long records,
        String partition,
        int partitions,
        @Nullable Instant since) {

    /** What has to be done about it on the topics of results and dead letters, without a stop. */
    public static final String REMEDY = TransactionAdvice.OWN;

    /** What is hidden, if anything is. */
    public static Optional<HiddenRecords> of(AdminSession session, Map<TopicPartition, Long> hidden) {
        return of(open(session, hidden));
    }

    /** The transactions that hide it. */
    public static List<OpenTransactions> open(AdminSession session, Map<TopicPartition, Long> hidden) {
        return hidden.entrySet().stream()
                .map(each -> new OpenTransactions(
                        KafkaConversions.toPartition(each.getKey()).toString(),
                        each.getValue(),
                        OpenTransactions.lastWritten(session, each.getKey())))
                .toList();
    }

    /** What these hide, if they are any. */
    public static Optional<HiddenRecords> of(List<OpenTransactions> open) {
        return open.stream()
                .min(Comparator.comparing(each -> each.since().orElse(Instant.MAX)))
                .map(longest -> new HiddenRecords(
                        open.stream().mapToLong(OpenTransactions::records).sum(),
                        longest.partition(),
                        open.size(),
                        longest.since().orElse(null)));
    }

    /** As in "2 records on media-deleted/0 cannot be read: they lie behind a transaction that has been open since … (5 min) or longer". */
    public String words(Instant now) {
        return Figures.count(records, "record") + " on " + partition
                + (partitions == 1 ? "" : " and " + Figures.count(partitions - 1, "more partition"))
                + " cannot be read: " + (records == 1 ? "it lies" : "they lie")
                + " behind a transaction that "
                + (since == null
                        ? "is open, nobody knows since when"
                        : "has been open since " + since.truncatedTo(ChronoUnit.SECONDS) + " ("
                                + Figures.about(Duration.between(since, now)) + ") or longer");
    }
}
