package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.outbox.UnknownCommit.Found;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.SettlementPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a transaction whose outcome is not known went through: taken wrongly either way, requests are lost or settled twice. */
class UnknownCommitTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Partition ONE = new Partition("requested", 0);
    private static final Partition OTHER = new Partition("requested.retry.5s", 0);
    private static final String LIFE = "sUe6VTtdSVWZlbLB1Jd-Yw";

    private final OwnedPartitions owned = new OwnedPartitions();

    @BeforeEach
    void own() {
        owned.take(Set.of(ONE, OTHER));
    }

    /** Its log was cut to 10, and ten requests came since. */
    @Test
    void offsetFromBeforeTheLogWasCut_isOfAnotherTransaction() {
        Map<TopicPartition, OffsetAndMetadata> sent = Map.of(KafkaConversions.toTopicPartition(ONE), at(20, "e7,t2"));
        UnknownCommit attempt = new UnknownCommit(settled(ONE), sent);

        assertThat(attempt.found(Map.of(KafkaConversions.toTopicPartition(ONE), at(20, "e5,t1")), Set.of(ONE)))
                .isEqualTo(Found.ABORTED);
        assertThat(attempt.found(Map.of(KafkaConversions.toTopicPartition(ONE), at(20, "e7,t1")), Set.of(ONE)))
                .isEqualTo(Found.ABORTED);
        assertThat(attempt.found(sent, Set.of(ONE))).isEqualTo(Found.COMMITTED);
    }

    /** As nobody else commits for a partition that is still owned. */
    @Test
    void witnessWithoutAnOffset_tellsThatItDidNotGoThrough() {
        UnknownCommit attempt =
                new UnknownCommit(settled(ONE), Map.of(KafkaConversions.toTopicPartition(ONE), at(20, "e7,t2")));

        assertThat(attempt.found(Map.of(), Set.of(ONE))).isEqualTo(Found.ABORTED);
    }

    /** It may have gone through all the same. */
    @Test
    void commitWithoutAnyWitness_isNotSaidToHaveFailed() {
        UnknownCommit attempt =
                new UnknownCommit(settled(ONE), Map.of(KafkaConversions.toTopicPartition(ONE), at(20, "e7,t2")));
        owned.forget(Set.of(ONE));
        Set<Partition> witnesses = attempt.witnesses(List.of(), owned, Set.of());

        Found found = attempt.found(Map.of(), witnesses);

        assertThat(found).isEqualTo(Found.UNKNOWN);
        assertThat(found.words(false)).contains("cannot be looked up").contains("Nothing of it is written again");
        assertThat(found.words(true)).contains("cannot be looked up").contains("may be there twice");
    }

    /** Their own offsets are not sent, or Kafka has forgotten them. */
    @Test
    void settlementsOfATopicThatIsGone_areToldOfByOffsetsOfOthersThatNeedNotHaveMoved() {
        Map<TopicPartition, OffsetAndMetadata> others =
                Map.of(KafkaConversions.toTopicPartition(OTHER), at(3, "e0,t2"));
        Map<TopicPartition, OffsetAndMetadata> all = Map.of(
                KafkaConversions.toTopicPartition(OTHER),
                at(3, "e0,t2"),
                KafkaConversions.toTopicPartition(ONE),
                at(20, "e0,t2"));
        Set<String> gone = Set.of(ONE.topic());

        assertThat(new UnknownCommit(settled(ONE), others).witnesses(settled(ONE), owned, gone))
                .containsExactly(OTHER);
        assertThat(new UnknownCommit(settled(ONE), all).witnesses(settled(ONE), owned, gone))
                .containsExactly(OTHER);
    }

    @Test
    void partitionThatWent_tellsNothing_asItsNextOwnerMayHaveCommitted() {
        UnknownCommit attempt = new UnknownCommit(
                settled(ONE),
                Map.of(
                        KafkaConversions.toTopicPartition(OTHER),
                        at(3, "t2"),
                        KafkaConversions.toTopicPartition(ONE),
                        at(20, "t2")));
        owned.forget(Set.of(OTHER));

        assertThat(attempt.witnesses(settled(ONE), owned, Set.of())).containsExactly(ONE);
    }

    /** It is the same with each commit until something is settled, as brokers before 2.8 have it. */
    @Test
    void offsetWithoutATopicsId_tellsOnlyOfWhatWasSettledThere() {
        UnknownCommit attempt = new UnknownCommit(
                settled(ONE),
                Map.of(
                        KafkaConversions.toTopicPartition(OTHER),
                        new OffsetAndMetadata(3),
                        KafkaConversions.toTopicPartition(ONE),
                        new OffsetAndMetadata(20)));

        assertThat(attempt.witnesses(settled(ONE), owned, Set.of())).containsExactly(ONE);
    }

    @Test
    void otherSettlements_areNotCovered() {
        List<Settled> settled = settled(ONE);
        UnknownCommit attempt = new UnknownCommit(settled, Map.of());

        assertThat(attempt.covers(settled)).isTrue();
        assertThat(attempt.covers(List.of())).isFalse();
        assertThat(attempt.covers(settled(ONE))).isFalse();
    }

    private static OffsetAndMetadata at(long offset, String entries) {
        return new OffsetAndMetadata(offset, String.join(":", "md2", LIFE, entries, ""));
    }

    private static List<Settled> settled(Partition partition) {
        Malformed content = new Malformed("InvalidJson", "no JSON");
        Delivery delivery = Deliveries.at(partition, 19, NOW, Attempt.FIRST, content);
        return List.of(new Settled(delivery, SettlementPolicy.refuse(delivery, content, NOW)));
    }
}
