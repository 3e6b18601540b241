package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.deadletter.UnresolvedCounts;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.PlantedLetter;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The group's unresolved dead letters, counted by whoever runs. */
@WithKafka
class UnresolvedLettersIT {

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    UnresolvedLettersIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of());
    }

    private String origin(int number) {
        return rig.topics().requested() + "/0/" + number;
    }

    private static long sum(Service... services) {
        return List.of(services).stream()
                .mapToLong(service -> ServiceRig.unresolved(service)
                        .map(UnresolvedCounts::count)
                        .orElse(Long.MIN_VALUE / 4))
                .sum();
    }

    @Test
    void instancesCountEachLetterOnce_whoeverComesAndGoes() throws InterruptedException {
        String topic = rig.topics().deadLetter();
        kafka.produce(IntStream.range(0, 20)
                .mapToObj(number -> PlantedLetter.on(topic, origin(number)))
                .toList());
        Service one = rig.start("one");
        await("the letters that were there")
                .untilAsserted(() -> assertThat(sum(one)).isEqualTo(20));

        Service two = rig.start("two");
        kafka.produce(List.of(
                new ProducerRecord<>(topic, origin(3).getBytes(UTF_8), null),
                new ProducerRecord<>(topic, origin(4).getBytes(UTF_8), null),
                PlantedLetter.on(topic, origin(100))));
        await("what was resolved and added, each counted by one of both").untilAsserted(() -> {
            assertThat(two.status().loop().open()).isNotEmpty();
            assertThat(sum(one, two)).isEqualTo(19);
        });

        two.stop();
        assertThat(two.awaitEnd()).isEmpty();
        await("all of them with the one that is left")
                .untilAsserted(() -> assertThat(sum(one)).isEqualTo(19));
        assertThat(ServiceRig.unresolved(one).orElseThrow().groups())
                .extracting(group -> group.kind() + " " + group.code())
                .containsExactly("TRANSIENT InternalError");
    }
}
