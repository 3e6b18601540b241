package io.mediadeleter.service.control;

import static io.mediadeleter.service.ServiceRig.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is put on the control topic, by whomever, decides what running instances call. */
@WithKafka.Together
class HoldsIT {

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    HoldsIT(KafkaFixture kafka) {
        this.kafka = kafka;
        rig = new ServiceRig(kafka, Map.of());
    }

    private void put(String key, @Nullable String value) {
        kafka.produce(List.of(new ProducerRecord<>(
                rig.topics().control(), 0, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8))));
    }

    @Test
    void pauseThatStandsBeforeTheStart_keepsAllInLine_andItsEndLetsAllGoOn() {
        put("all:incident 17, 16:00", "{\"reason\":\"drill\",\"by\":\"ops\"}");
        Service service = rig.start("one");
        rig.requestAll(IntStream.range(1, 11).mapToObj(String::valueOf));
        await("the requests in line, and the pause known")
                .until(() -> service.status().control().pauses().size() == 1 && ServiceRig.inLine(service) == 10);
        assertThat(rig.simulator().calls().stats().total()).isZero();

        put("all:incident 17, 16:00", null);

        assertThat(rig.results(10))
                .hasSize(10)
                .allSatisfy(result -> assertThat(
                                ServiceRig.json(result).path("attempts").asInt())
                        .isEqualTo(1));
    }

    @Test
    void heldRequests_areDeadLettersWithTheHoldsKey_andTheOthersAreCalled() {
        put("media:5", "{\"reason\":\"legal case 12\",\"by\":\"jane\"}");
        put("event:e-7", "not even JSON");
        put("correlation:c", "{\"reason\":\"r\",\"until\":\"2020-01-01T00:00:00Z\"}");
        rig.requestAll(IntStream.range(1, 11).mapToObj(String::valueOf));
        rig.request("{\"eventId\":\"part\",\"fileId\":\"5\",\"deleteParts\":[{\"type\":\"TranscodeFiles\"}]}");
        rig.request("{\"eventId\":\"ended\",\"fileId\":\"11\",\"correlationId\":\"c\"}");
        rig.start("one");

        assertThat(rig.results(9)).hasSize(9);
        List<ConsumerRecord<byte[], byte[]>> letters = rig.deadLetters(3);
        assertThat(letters)
                .extracting(letter -> header(letter, "md-fault-kind") + " " + header(letter, "md-fault-code") + " "
                        + header(letter, "md-attempt") + " " + header(letter, "md-hold"))
                .containsExactlyInAnyOrder(
                        "HELD Hold.Media 0 media:5", "HELD Hold.Media 0 media:5", "HELD Hold.Event 0 event:e-7");
        assertThat(letters)
                .filteredOn(letter -> header(letter, "md-hold").equals("media:5"))
                .allSatisfy(
                        letter -> assertThat(header(letter, "md-fault-message")).contains("legal case 12", "jane"));
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(9);
    }

    @Test
    void requestThatWaitsOnARetryTopic_isHeldWhenItsTurnComes() {
        try (ServiceRig retrying = new ServiceRig(kafka, Map.of("MEDIA_DELETER_RETRY_DELAYS", "10s"))) {
            retrying.simulator().faults().add(FaultRule.parse("InternalError@9x1"));
            retrying.start("one");
            retrying.requestAll(Stream.of("9"));
            await("its first call")
                    .until(() -> retrying.simulator().calls().stats().total() == 1);
            kafka.produce(List.of(new ProducerRecord<>(
                    retrying.topics().control(), 0, "media:9".getBytes(UTF_8), "{\"reason\":\"r\"}".getBytes(UTF_8))));

            ConsumerRecord<byte[], byte[]> letter = retrying.deadLetters(1).get(0);
            assertThat(header(letter, "md-hold")).isEqualTo("media:9");
            assertThat(header(letter, "md-attempt")).isEqualTo("1");
            assertThat(retrying.simulator().calls().stats().total()).isEqualTo(1);
        }
    }

    @Test
    void missingControlTopic_endsTheStartWithTheCommandThatCreatesIt() throws Exception {
        kafka.deleteTopics(rig.topics().control());
        Service service = rig.start("one");

        assertThat(service.awaitEnd())
                .get()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(ControlLogRefused.class)
                        .hasMessageContaining("media-deleter topics create"));
    }
}
