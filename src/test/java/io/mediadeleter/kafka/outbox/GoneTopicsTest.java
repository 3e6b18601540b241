package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.SettlementPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What is written without its offset is written again once the topic is there again: its request is read once more. */
class GoneTopicsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Partition ONE = new Partition("requested", 0);
    private static final Partition OTHER = new Partition("requested.retry.5s", 0);
    private static final Map<Partition, CommitPoint> OFFSETS =
            Map.of(ONE, new CommitPoint(20, ""), OTHER, new CommitPoint(3, ""));

    /** As by a broker that has just started. */
    @Test
    void settlementOfATopicThatIsOnlySaidToBeGone_keepsItsOffset() {
        GoneTopics gone = new GoneTopics(() -> Set.of("requested"), () -> Set.of("requested", "requested.retry.5s"));

        assertThat(gone.without(OFFSETS, settled(ONE))).isEqualTo(OFFSETS);
        assertThat(gone.deleted(Set.of("requested"))).isEmpty();
    }

    @Test
    void settlementOfATopicOfWhichKafkaHasForgottenTheOffsets_isWrittenWithoutOne() {
        GoneTopics gone = new GoneTopics(() -> Set.of("requested"), () -> Set.of("requested.retry.5s"));

        assertThat(gone.without(OFFSETS, settled(ONE))).containsOnlyKeys(OTHER);
        assertThat(gone.deleted(Set.of("requested", "requested.retry.5s"))).containsExactly("requested");
    }

    /** Nothing is written then, and all of it again later. */
    @Test
    void answerThatDoesNotCome_isNoProof() {
        GoneTopics gone = new GoneTopics(() -> Set.of("requested"), () -> {
            throw new TimeoutException("not known");
        });

        assertThatThrownBy(() -> gone.without(OFFSETS, settled(ONE))).isInstanceOf(TimeoutException.class);
    }

    /** The broker might refuse all of them, and they are committed with the next one. */
    @Test
    void offsetsOfATopicOfWhichNothingIsSettled_areLeftOutUnasked() {
        GoneTopics gone = new GoneTopics(() -> Set.of("requested"), () -> fail("asked"));

        assertThat(gone.without(OFFSETS, settled(OTHER))).containsOnlyKeys(OTHER);
        assertThat(gone.without(OFFSETS, List.of())).containsOnlyKeys(OTHER);
    }

    @Test
    void nothingIsAsked_whileNoTopicIsSaidToBeGone() {
        GoneTopics gone = new GoneTopics(Set::of, () -> fail("asked"));

        assertThat(gone.without(OFFSETS, settled(ONE))).isEqualTo(OFFSETS);
        assertThat(gone.deleted(Set.of("requested"))).isEmpty();
    }

    private static List<Settled> settled(Partition partition) {
        Malformed content = new Malformed("InvalidJson", "no JSON");
        Delivery delivery = Deliveries.at(partition, 19, NOW, Attempt.FIRST, content);
        return List.of(new Settled(delivery, SettlementPolicy.refuse(delivery, content, NOW)));
    }
}
