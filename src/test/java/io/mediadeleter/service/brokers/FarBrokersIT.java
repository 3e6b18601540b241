package io.mediadeleter.service.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.ProxiedKafka;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers that are far away: whatever is asked of them, no answer comes within what the loop waits in one turn. */
@Execution(ExecutionMode.CONCURRENT)
class FarBrokersIT {

    private static final Duration EACH_WAY = Duration.ofMillis(100);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void answersThatTakeLong_areWaitedFor(String protocol) throws Exception {
        ProxiedKafka far = ProxiedKafka.start(versions -> {}, Map.of());
        try (KafkaFixture kafka = KafkaFixture.on(far);
                ServiceRig rig = new ServiceRig(
                        kafka,
                        Map.of(
                                "MEDIA_DELETER_KAFKA_CONSUMER_GROUP_PROTOCOL",
                                protocol,
                                "MEDIA_DELETER_QUOTA_MODE",
                                "group"))) {
            rig.requestAll(IntStream.range(1, 21).mapToObj(String::valueOf));
            far.moveAway(EACH_WAY);
            rig.set("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", far.proxied());
            Service one = rig.start("one");

            assertThat(rig.results(20)).hasSize(20);
            assertThat(rig.simulator().calls().stats().total())
                    .as("no call is repeated")
                    .isEqualTo(20);
            ServiceRig.end(one);
            recreate(kafka, rig.topics().requested(), rig.topics().requested());
            rig.requestAll(IntStream.range(21, 31).mapToObj(String::valueOf));
            rig.start("two");

            assertThat(rig.results(30)).as("with those on the new topic").hasSize(30);
        }
    }

    /** Kafka forgets what is committed of a topic that is deleted, but for what an instance commits just then. */
    private static void recreate(KafkaFixture kafka, String group, String topic) {
        var committed = kafka.committed(group);
        committed.keySet().removeIf(partition -> !partition.topic().equals(topic));
        kafka.deleteTopics(topic);
        kafka.createTopics(2, topic);
        kafka.commit(group, committed);
    }
}
