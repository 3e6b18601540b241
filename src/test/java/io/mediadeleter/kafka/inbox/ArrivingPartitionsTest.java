package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ArrivingPartitionsTest {

    private static final Set<TopicPartition> SOME = IntStream.range(0, 5)
            .mapToObj(number -> new TopicPartition("requested", number))
            .collect(Collectors.toSet());

    private final StoppedTime time = new StoppedTime();
    private final ArrivingPartitions arriving = new ArrivingPartitions(time);

    @Test
    void partitionsThatHaveJustArrived_areNotWorthASentence() {
        arriving.came(SOME);
        arriving.waitFor("where they end");

        assertThat(arriving.obstacle()).isEmpty();
        assertThat(arriving.areLate()).isFalse();
    }

    @Test
    void partitionsThatArrivedLongAgo_areNamedWithWhatIsWaitedFor() {
        arriving.came(SOME);
        time.pass(ArrivingPartitions.LATE);
        arriving.waitFor("where they end");

        assertThat(arriving.areLate()).isTrue();
        assertThat(arriving.obstacle())
                .contains("requested-0, requested-1, requested-2 and 2 more partitions: assigned at"
                        + " 1970-01-01T00:00:00Z, but not read yet, because Kafka has not told where they end.");
    }

    @Test
    void partitionsThatWereHandedOn_areNotWaitedForAnyMore() {
        arriving.came(SOME);
        time.pass(ArrivingPartitions.LATE);
        arriving.waitFor("where they end");
        arriving.went(SOME);

        assertThat(arriving.isEmpty()).isTrue();
        assertThat(arriving.areLate()).isFalse();
        assertThat(arriving.obstacle()).isEmpty();
    }

    @Test
    void partitionsThatArriveNext_areWaitedForFromThenOn() {
        arriving.came(SOME);
        arriving.went(SOME);
        time.pass(Duration.ofHours(1));
        arriving.came(SOME);
        arriving.waitFor("where they end");

        assertThat(arriving.obstacle()).isEmpty();
    }

    @Test
    void someOfThem_areThoseOfTheNamedTopics() {
        TopicPartition other = new TopicPartition("retry", 0);
        arriving.came(SOME);
        arriving.came(Set.of(other));

        assertThat(arriving.ofTopics(Set.of("retry"), Set.of())).containsExactly(other);
        assertThat(arriving.ofTopics(Set.of("retry"), Set.of("requested"))).hasSize(6);
    }
}
