package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.junit.jupiter.api.Test;

class PollFailuresTest {

    @Test
    void takenName_isToldWithTheNameAndTheSetting() {
        assertThat(PollFailures.shared("a", new FencedInstanceIdException("fenced")))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContainingAll("runs as a", "media-deleter.instance-id");
        assertThat(PollFailures.keptFor(Duration.ofSeconds(55), true, "a", new UnreleasedInstanceIdException("taken")))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("runs as a: the group has held the name for it for 55 s");
    }

    /** Otherwise the process would end because others found it silent. */
    @Test
    void removalFromTheGroup_passes_butATakenNameDoesNot() {
        assertThat(PollFailures.isPassing(new UnknownMemberIdException("removed")))
                .isTrue();
        assertThat(PollFailures.isPassing(new StaleMemberEpochException("joined anew")))
                .isTrue();
        assertThat(PollFailures.isPassing(new TimeoutException("away"))).isTrue();
        assertThat(PollFailures.isPassing(new FencedInstanceIdException("fenced")))
                .isFalse();
        assertThat(PollFailures.isPassing(new TopicAuthorizationException("not allowed")))
                .isFalse();
    }

    /** The consumer keeps what it has fetched: each poll would fail by it. */
    @Test
    void damagedBatch_doesNotPass() {
        assertThat(PollFailures.isPassing(new CorruptRecordException("Record size 0 is less than the minimum")))
                .isFalse();
    }

    @Test
    void missingAcl_isToldWithKafkasReason() {
        assertThat(PollFailures.of(new TopicAuthorizationException("Not authorized to access topics: [t]"), "a"))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("[t]");
    }

    @Test
    void refusalOfTheCommitInARebalance_isTheRefusal() {
        RequestLogFailure refused = new RequestLogFailure("no", new KafkaException());

        assertThat(PollFailures.of(new KafkaException("callback", refused), "a"))
                .isSameAs(refused);
    }

    /** What is refused is the write, whose error is wrapped in it. */
    @Test
    void missingAclForTheCommitInARebalance_isNotToldAsOneToRead() {
        RequestLogFailure refused = new RequestLogFailure(
                "Kafka refuses writes from this instance", new TopicAuthorizationException("Not authorized: [t]"));

        assertThat(PollFailures.of(new KafkaException("callback", refused), "a"))
                .isSameAs(refused);
    }

    @Test
    void anythingElse_isADefectAndStaysAsItIs() {
        KafkaException strange = new KafkaException("strange");

        assertThat(PollFailures.of(strange, "a")).isSameAs(strange);
    }
}
