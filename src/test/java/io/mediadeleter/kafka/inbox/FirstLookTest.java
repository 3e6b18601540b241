package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class FirstLookTest {

    private static final TopicPartition A = new TopicPartition("requested", 0);
    private static final TopicPartition B = new TopicPartition("requested", 1);

    private final Map<TopicPartition, KafkaException> failing = new HashMap<>();
    private final List<TopicPartition> looked = new ArrayList<>();
    private long now;
    private long each;
    private final FirstLook first = new FirstLook(this::look, () -> now);

    private void look(TopicPartition partition) {
        looked.add(partition);
        now += each;
        KafkaException failure = failing.get(partition);
        if (failure != null) {
            throw failure;
        }
    }

    @Test
    void partitionsThatCame_areHeldUntilTheyAreLookedAt_andLookedAtOnce() {
        first.at(Set.of(A, B));
        assertThat(first.held()).containsExactlyInAnyOrder(A, B);

        assertThat(first.look()).containsExactlyInAnyOrder(A, B);
        assertThat(first.held()).isEmpty();
        assertThat(first.look()).isEmpty();
        assertThat(looked).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void lookThatFailsForNow_isRepeatedBeforeThePartitionIsRead() {
        failing.put(A, new LeaderNotAvailableException("away"));
        first.at(Set.of(A));

        assertThat(first.look()).isEmpty();
        assertThat(first.look()).isEmpty();
        assertThat(looked).as("not at once again").hasSize(1);
        assertThat(first.held()).containsExactly(A);

        failing.clear();
        now += FirstLook.BETWEEN_TRIES.toNanos();
        assertThat(first.look()).containsExactly(A);
        assertThat(looked).hasSize(2);
    }

    @Test
    void lookThatGoesOnFailing_doesNotHoldThePartitionForEver() {
        failing.put(A, new LeaderNotAvailableException("away"));
        first.at(Set.of(A));
        for (int i = 0; i < 3; i++) {
            assertThat(first.held()).containsExactly(A);
            first.look();
            now += FirstLook.BETWEEN_TRIES.toNanos();
        }

        assertThat(first.held()).isEmpty();
        first.look();
        assertThat(looked).hasSize(3);
    }

    @Test
    void looksThatTakeLong_areMadeInSeveralTurns() {
        each = Duration.ofSeconds(1).toNanos();
        first.at(Set.of(A, B));

        assertThat(first.look()).hasSize(1);
        assertThat(first.held()).as("the loop has other work").hasSize(1);
        assertThat(first.look()).hasSize(1);
        assertThat(looked).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void lookThatCanNeverSucceed_isGivenUpAtOnce() {
        failing.put(A, new TopicAuthorizationException("requested"));
        first.at(Set.of(A));

        assertThat(first.look()).containsExactly(A);
        assertThat(first.look()).isEmpty();
        assertThat(looked).hasSize(1);
    }

    /** The consumer has to come upon it, so that it is given another place; and that place is looked at, too. */
    @Test
    void placeThatRetentionRemoved_isReadAndLookedAtAgain() {
        failing.put(A, new OffsetOutOfRangeException("gone"));
        first.at(Set.of(A));
        assertThat(first.look()).containsExactly(A);
        assertThat(first.held()).isEmpty();

        failing.clear();
        first.look();
        assertThat(looked).hasSize(2);
        first.look();
        assertThat(looked).hasSize(2);
    }

    @Test
    void partitionThatWent_isForgotten() {
        first.at(Set.of(A));
        first.forget(Set.of(A));

        assertThat(first.look()).isEmpty();
        assertThat(first.held()).isEmpty();
        assertThat(looked).isEmpty();
    }
}
