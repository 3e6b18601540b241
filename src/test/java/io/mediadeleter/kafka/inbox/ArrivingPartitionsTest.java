package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.partitions.LogEnd;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ArrivingPartitionsTest {

    private static final Set<TopicPartition> SOME = IntStream.range(0, 5)
            .mapToObj(number -> new TopicPartition("requested", number))
            .collect(Collectors.toSet());

    private final StoppedTime time = new StoppedTime();
    private final Set<TopicPartition> leaderless = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
    private boolean isAnswered = true;
    private int questions;
    private final ArrivingPartitions arriving = new ArrivingPartitions(this::ends, () -> gone, time);

    private CompletableFuture<Map<TopicPartition, LogEnd>> ends(Set<TopicPartition> of) {
        questions++;
        Map<TopicPartition, LogEnd> ends = new HashMap<>();
        of.stream()
                .filter(partition -> !leaderless.contains(partition))
                .forEach(led -> ends.put(led, new LogEnd(7, Optional.of(0))));
        return isAnswered ? CompletableFuture.completedFuture(ends) : new CompletableFuture<>();
    }

    @Test
    void partitionsThatHaveJustArrived_reportNoObstacle() {
        arriving.assigned(SOME);
        arriving.waitFor("where they end");

        assertThat(arriving.obstacle()).isEmpty();
        assertThat(arriving.areLate()).isFalse();
    }

    @Test
    void partitionsThatArrivedLongAgo_areNamedWithWhatIsWaitedFor() {
        arriving.assigned(SOME);
        time.pass(ArrivingPartitions.LATE);
        arriving.waitFor("where they end");

        assertThat(arriving.areLate()).isTrue();
        assertThat(arriving.obstacle())
                .contains("requested-0, requested-1, requested-2 and 2 more partitions: assigned at"
                        + " 1970-01-01T00:00:00Z, but not read yet, because Kafka has not told where they end.");
    }

    /** Those that wait for a decision come again with each turn. */
    @Test
    void partitionsThatComeOnceMore_areNotAskedForAnew() {
        isAnswered = false;
        for (int turn = 0; turn < 3; turn++) {
            arriving.assigned(SOME);
            assertThatThrownBy(() -> arriving.ends(SOME, Duration.ZERO)).isInstanceOf(TimeoutException.class);
        }

        assertThat(questions).isEqualTo(1);
    }

    @Test
    void partitionsThatWereHandedOn_areNotWaitedForAnyMore() {
        arriving.assigned(SOME);
        time.pass(ArrivingPartitions.LATE);
        arriving.waitFor("where they end");
        arriving.removed(SOME);

        assertThat(arriving.isEmpty()).isTrue();
        assertThat(arriving.areLate()).isFalse();
        assertThat(arriving.obstacle()).isEmpty();
    }

    @Test
    void partitionsThatArriveNext_areWaitedForFromThenOn() {
        arriving.assigned(SOME);
        arriving.removed(SOME);
        time.pass(Duration.ofHours(1));
        arriving.assigned(SOME);
        arriving.waitFor("where they end");

        assertThat(arriving.obstacle()).isEmpty();
    }

    @Test
    void thoseOfATopicThatIsGone_doNotMakeOthersLate() {
        TopicPartition other = new TopicPartition("retry", 0);
        arriving.assigned(SOME);
        gone.add("requested");
        time.pass(ArrivingPartitions.LATE);
        arriving.assigned(Set.of(other));

        assertThat(arriving.areLate()).isFalse();
        time.pass(ArrivingPartitions.LATE);
        arriving.waitFor("where they end");
        assertThat(arriving.obstacle())
                .hasValueSatisfying(told -> assertThat(told).startsWith("retry-0: assigned at"));
        arriving.removed(Set.of(other));
        assertThat(arriving.obstacle()).as("once it was handed on").isEmpty();
    }

    @Test
    void topicThatIsThereAgain_isWaitedForFromThenOn() {
        arriving.assigned(SOME);
        gone.add("requested");
        time.pass(ArrivingPartitions.LATE);
        assertThat(arriving.dueForLookup()).isEmpty();
        gone.clear();

        assertThat(arriving.dueForLookup()).isEqualTo(SOME);
        assertThat(arriving.areLate()).isFalse();
    }

    @Test
    void someOfThem_areThoseOfTheNamedTopics() {
        TopicPartition other = new TopicPartition("retry", 0);
        arriving.assigned(SOME);
        arriving.assigned(Set.of(other));

        assertThat(arriving.ofTopics(Set.of("retry"), Set.of())).containsExactly(other);
        assertThat(arriving.ofTopics(Set.of("retry"), Set.of("requested"))).hasSize(6);
    }

    @Test
    void partitionThatNobodyLeads_holdsUpNoOther_andIsLookedAtAgain() {
        TopicPartition torn = new TopicPartition("requested", 3);
        leaderless.add(torn);
        arriving.assigned(SOME);

        Map<TopicPartition, LogEnd> ends = arriving.ends(arriving.dueForLookup(), Duration.ZERO);
        assertThat(ends).hasSize(4).doesNotContainKey(torn);
        assertThat(arriving.dueForLookup()).as("in the next turn").hasSize(4).doesNotContain(torn);
        arriving.removed(ends.keySet());
        assertThat(arriving.dueForLookup())
                .as("asked in each turn, brokers would have much to do")
                .isEmpty();
        assertThat(arriving.isEmpty()).isFalse();

        time.pass(Duration.ofSeconds(1));
        assertThat(arriving.dueForLookup()).containsExactly(torn);
        assertThat(arriving.ends(arriving.dueForLookup(), Duration.ZERO)).isEmpty();
        assertThat(arriving.obstacle()).as("a new leader takes a moment").isEmpty();

        time.pass(ArrivingPartitions.LATE);
        assertThat(arriving.ends(arriving.dueForLookup(), Duration.ZERO)).isEmpty();
        assertThat(arriving.obstacle())
                .hasValueSatisfying(told -> assertThat(told)
                        .startsWith("requested/3 has no leader, so nobody can read or write it. Bring back a broker"));

        leaderless.clear();
        time.pass(Duration.ofSeconds(1));
        assertThat(arriving.ends(arriving.dueForLookup(), Duration.ZERO)).containsOnlyKeys(torn);
        arriving.removed(Set.of(torn));
        assertThat(arriving.obstacle()).isEmpty();
    }

    @Test
    void partitionThatNobodyLeads_isLookedAtAgain_evenIfOthersNeverGo() {
        leaderless.add(new TopicPartition("requested", 3));
        arriving.assigned(SOME);
        arriving.ends(arriving.dueForLookup(), Duration.ZERO);
        time.pass(ArrivingPartitions.LATE);

        assertThat(arriving.dueForLookup()).isEqualTo(SOME);
    }

    @Test
    void partitionOfATopicThatIsGone_holdsUpNoOther_andComesAgainWithItsTopic() {
        TopicPartition other = new TopicPartition("retry", 0);
        arriving.assigned(SOME);
        arriving.assigned(Set.of(other));
        gone.add("requested");

        assertThat(arriving.dueForLookup()).containsExactly(other);
        assertThat(arriving.ofTopics(Set.of("retry", "requested"), Set.of())).containsExactly(other);
        assertThat(arriving.obstacle())
                .contains("The topic requested was deleted. Create it again: media-deleter topics create.");
        gone.clear();
        assertThat(arriving.dueForLookup()).hasSize(6);
        assertThat(arriving.obstacle()).isEmpty();
    }

    @Test
    void ends_areAskedForOnce_andAnewOnceTheyMayBeOutOfDate() {
        arriving.assigned(SOME);
        isAnswered = false;
        assertThatThrownBy(() -> arriving.ends(SOME, Duration.ZERO)).isInstanceOf(TimeoutException.class);
        time.pass(ArrivingPartitions.LATE);
        arriving.waitFor("where they end");
        assertThatThrownBy(() -> arriving.ends(SOME, Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThat(questions).as("the answer is still to come").isOne();

        isAnswered = true;
        arriving.removed(SOME);
        arriving.assigned(SOME);
        arriving.ends(SOME, Duration.ZERO);
        arriving.ends(SOME, Duration.ZERO);
        assertThat(questions).isEqualTo(2);
        time.pass(ArrivingPartitions.LATE);
        arriving.waitFor("what lies on them");
        arriving.ends(SOME, Duration.ZERO);
        assertThat(questions).as("one may have lost its leader since").isEqualTo(3);
    }
}
