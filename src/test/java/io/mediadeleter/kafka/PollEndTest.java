package io.mediadeleter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.pipeline.InboxFailure;
import io.mediadeleter.pipeline.OutboxFailure;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.junit.jupiter.api.Test;

class PollEndTest {

    @Test
    void takenName_isToldWithTheNameAndTheSetting() {
        assertThat(PollEnd.of(new FencedInstanceIdException("fenced"), "a"))
                .isInstanceOf(InboxFailure.class)
                .hasMessageContaining("runs as a")
                .hasMessageContaining("media-deleter.instance-id");
        assertThat(PollEnd.of(new UnreleasedInstanceIdException("taken"), "a")).isInstanceOf(InboxFailure.class);
    }

    @Test
    void missingAcl_isToldWithKafkasReason() {
        assertThat(PollEnd.of(new TopicAuthorizationException("Not authorized to access topics: [t]"), "a"))
                .isInstanceOf(InboxFailure.class)
                .hasMessageContaining("[t]");
    }

    @Test
    void refusalOfTheCommitInARebalance_isTheRefusal() {
        OutboxFailure refused = new OutboxFailure("no", new KafkaException());

        assertThat(PollEnd.of(new KafkaException("callback", refused), "a")).isSameAs(refused);
    }

    @Test
    void anythingElse_isADefectAndStaysAsItIs() {
        KafkaException strange = new KafkaException("strange");

        assertThat(PollEnd.of(strange, "a")).isSameAs(strange);
    }
}
