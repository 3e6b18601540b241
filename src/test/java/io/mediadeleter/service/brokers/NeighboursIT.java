package io.mediadeleter.service.brokers;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One record that Kafka refuses, among others that only share its batch or its transaction. */
@WithKafka.Together
class NeighboursIT {

    private static final byte[] SMALL = "{\"eventId\":\"e\",\"fileId\":1}".getBytes(UTF_8);
    private static final String PARTITIONS = "MEDIA_DELETER_TOPICS_PARTITIONS";
    private static final int MANY = 300;

    private final KafkaFixture kafka;
    private final Listener listener = new Listener();
    private final List<ProducerRecord<byte[], byte[]>> publications = new ArrayList<>();

    @AutoClose
    @SuppressWarnings("NullAway.Init")
    private ServiceRig rig;

    NeighboursIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    private void rig(Map<String, String> settings) {
        rig = new ServiceRig(kafka, settings);
    }

    /** To partition 0 of the request topic. */
    private ProducerRecord<byte[], byte[]> request(String key, byte[] value) {
        ProducerRecord<byte[], byte[]> request =
                new ProducerRecord<>(rig.topics().requested(), 0, key.getBytes(UTF_8), value);
        publications.add(request);
        return request;
    }

    private void small(int count) {
        for (int i = 0; i < count; i++) {
            request("k-" + publications.size(), SMALL);
        }
    }

    private void valid(int count) {
        for (int i = 0; i < count; i++) {
            int number = publications.size();
            request(
                    "k-" + number,
                    ("{\"eventId\":\"e-" + number + "\",\"fileId\":\"" + (8_600_000_000_000_000L + number) + "\"}")
                            .getBytes(UTF_8));
        }
    }

    private void publishAndStart(String compression) {
        Map<String, Object> config = Map.of(
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, compression,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 20_000_000);
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(config)) {
            publications.stream().map(producer::send).toList().forEach(Patience::get);
        }
        rig.start("one", listener);
    }

    private static byte[] bytes(int count) {
        return "x".repeat(count).getBytes(UTF_8);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** All dead letters whose value is missing, by offset of their requests. */
    private List<Integer> withoutValue(int letters) {
        List<ConsumerRecord<byte[], byte[]>> dead = rig.deadLetters(letters);
        Map<Integer, ConsumerRecord<byte[], byte[]>> byOffset =
                dead.stream().collect(toMap(NeighboursIT::offset, letter -> letter));
        assertThat(byOffset).hasSize(letters);
        return byOffset.entrySet().stream()
                .filter(letter -> !isWhole(letter.getValue(), publications.get(letter.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isWhole(ConsumerRecord<byte[], byte[]> letter, ProducerRecord<byte[], byte[]> request) {
        return Arrays.equals(letter.value(), request.value())
                && !header(letter, "md-origin-key").isEmpty()
                && header(letter, "md-value-dropped").isEmpty();
    }

    private static int offset(ConsumerRecord<byte[], byte[]> letter) {
        String origin = header(letter, "md-origin");
        return Integer.parseInt(origin.substring(origin.lastIndexOf('/') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd", "gzip"})
    void valueThatFitsOnlyCompressed_isCutAlone(String compressionOfTheService) {
        rig(Map.of(PARTITIONS, "12", "MEDIA_DELETER_KAFKA_PRODUCER_COMPRESSION_TYPE", compressionOfTheService));
        small(150);
        request("large", bytes(3_000_000));
        small(150);
        publishAndStart("zstd");

        assertThat(withoutValue(301)).isEqualTo(compressionOfTheService.equals("none") ? List.of(150) : List.of());
    }

    /** More than is held of a record, however it is to be written. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd"})
    void valueLargerThanWhatIsHeld_isCutAlone(String compressionOfTheService) {
        rig(Map.of(PARTITIONS, "1", "MEDIA_DELETER_KAFKA_PRODUCER_COMPRESSION_TYPE", compressionOfTheService));
        small(150);
        request("large", bytes(5_000_000));
        small(150);
        publishAndStart("zstd");

        assertThat(withoutValue(301)).containsExactly(150);
    }

    /** Those that are no larger compressed are too large even so. */
    @Test
    void valueThatDoesNotFitCompressed_isCutAloneAmongLargerOnesThatDo() {
        rig(Map.of(PARTITIONS, "1", "MEDIA_DELETER_KAFKA_PRODUCER_COMPRESSION_TYPE", "lz4"));
        kafka.limit(100_000, rig.topics().deadLetter());
        small(20);
        request("fits", bytes(900_000));
        request("random", random(110_000));
        request("fits", bytes(800_000));
        request("random", random(300_000));
        request("fits", random(90_000));
        small(20);
        publishAndStart("zstd");

        assertThat(withoutValue(45)).containsExactly(21, 23);
    }

    @Test
    void valueJustAboveTheLimitWithItsHeaders_isCutAlone() {
        rig(Map.of(PARTITIONS, "12"));
        kafka.limit(1_048_588, rig.topics().deadLetter());
        small(60);
        request("large", bytes(1_048_400));
        small(60);
        publishAndStart("none");

        assertThat(withoutValue(121)).containsExactly(60);
        await("what is told after the commit")
                .untilAsserted(() -> assertThat(listener.omitted()).hasSize(1));
    }

    /** The brokers compress anew what they take, which makes random bytes larger. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void topicThatCompressesByItself_isNoReasonToCutOthers(String compression) {
        rig(Map.of(PARTITIONS, "1"));
        kafka.limit(100_000, rig.topics().deadLetter());
        kafka.configure("compression.type", compression, rig.topics().deadLetter());
        small(30);
        IntStream.rangeClosed(0, 40).forEach(i -> request("random", random(99_000 + i * 25)));
        IntStream.rangeClosed(0, 40).forEach(i -> request("x", bytes(99_000 + i * 25)));
        small(30);
        publishAndStart("none");

        List<Integer> cut = withoutValue(142);
        assertThat(cut).allMatch(i -> publications.get(i).value().length > 99_000);
        assertThat(cut.stream().filter(i -> i >= 71).toList())
                .as("of those that compress well, only what is too large as it is sent")
                .allMatch(i -> publications.get(i).value().length > 99_200);
    }

    @Test
    void headerThatIsTooLarge_isLeftOutAndNobodyElseLosesTheRetry() {
        rig(Map.of(PARTITIONS, "12", "MEDIA_DELETER_QUOTA_PER_SECOND", "1000"));
        rig.simulator().faults().add(FaultRule.parse("InternalError@*x201"));
        valid(100);
        valid(1);
        publications.get(100).headers().add("large", bytes(5_000_000)).add("traceparent", bytes(50));
        valid(100);
        publishAndStart("zstd");

        List<ConsumerRecord<byte[], byte[]>> results = rig.results(201);
        assertThat(results).hasSize(201);
        assertThat(kafka.readCommitted(rig.topics().deadLetter())).isEmpty();
        assertThat(results.stream()
                        .filter(result -> !header(result, "md-headers-dropped").isEmpty()))
                .singleElement()
                .satisfies(result ->
                        assertThat(json(result).path("requestEventId").asText()).isEqualTo("e-100"));
        assertThat(listener.omitted())
                .allSatisfy(settled -> assertThat(settled.omitted().headers()).isEqualTo(1));
    }

    @Test
    void resultThatBecomesADeadLetter_isToldAsOne() {
        rig(Map.of(PARTITIONS, "1"));
        kafka.limit(100_000, rig.topics().deleted());
        valid(50);
        String parts = String.join(",", Collections.nCopies(4_000, "{\"type\":\"TranscodeFiles\"}"));
        request("parts", ("{\"eventId\":\"e-1\",\"fileId\":\"77\",\"deleteParts\":[" + parts + "]}").getBytes(UTF_8));
        valid(50);
        publishAndStart("none");

        assertThat(header(rig.deadLetters(1).get(0), "md-fault-code")).isEqualTo("Kafka.ResultTooLarge");
        assertThat(rig.results(100)).hasSize(100);
        await().untilAsserted(() -> assertThat(listener.settled).hasSize(101));
        assertThat(listener.settled)
                .filteredOn(settled -> settled.settlement() instanceof DeadLettered)
                .singleElement()
                .satisfies(settled -> assertThat(
                                ((DeadLettered) settled.settlement()).fault().code())
                        .isEqualTo("Kafka.ResultTooLarge"));
    }

    @Test
    void recordThatIsRefusedForItsMissingKey_isADeadLetterAndOthersGoOn() {
        rig(Map.of(PARTITIONS, "1"));
        kafka.configure("cleanup.policy", "compact", rig.topics().deleted());
        valid(20);
        byte[] value = "{\"eventId\":\"no-key\",\"fileId\":\"77\"}".getBytes(UTF_8);
        publications.add(new ProducerRecord<>(rig.topics().requested(), 0, null, value));
        valid(20);
        publishAndStart("none");

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);
        assertThat(header(dead, "md-fault-code")).isEqualTo("Kafka.ResultRefused");
        assertThat(header(dead, "md-fault-request-id")).isNotEmpty();
        assertThat(dead.value()).isEqualTo(value);
        assertThat(rig.results(40)).hasSize(40);
    }

    /** More than are offered by themselves in one commit. */
    @Test
    void manyRecordsThatAreRefused_areDeadLettersAndEndNothing() {
        rig(Map.of(PARTITIONS, "1", "MEDIA_DELETER_QUOTA_PER_SECOND", "1000"));
        kafka.configure("cleanup.policy", "compact", rig.topics().deleted());
        for (int i = 0; i < MANY; i++) {
            byte[] value = ("{\"eventId\":\"no-key-" + i + "\",\"fileId\":\"77" + i + "\"}").getBytes(UTF_8);
            publications.add(new ProducerRecord<>(rig.topics().requested(), 0, null, value));
        }
        publishAndStart("none");

        assertThat(rig.deadLetters(MANY))
                .hasSize(MANY)
                .allSatisfy(dead -> assertThat(header(dead, "md-fault-code")).isEqualTo("Kafka.ResultRefused"));
        assertThat(rig.simulator().calls().all()).hasSize(MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead letters", "results", "retries"})
    void topicThatTakesHardlyAnything_isToldAndLosesNothingOnceItIsMended(String which) {
        rig(Map.of(PARTITIONS, "1"));
        String topic = switch (which) {
            case "results" -> rig.topics().deleted();
            case "retries" -> rig.topics().requested() + ".retry.1s";
            default -> rig.topics().deadLetter();
        };
        rig.simulator().faults().add(FaultRule.parse("InternalError@*x5"));
        kafka.limit(300, topic);
        small(5);
        valid(20);
        publishAndStart("none");

        await("the obstacle")
                .untilAsserted(() -> assertThat(listener.obstacles)
                        .isNotEmpty()
                        .allSatisfy(obstacle -> assertThat(obstacle)
                                .contains("The topic " + topic + " refuses a record of only ")
                                .contains("--entity-name " + topic + " --add-config max.message.bytes=2097152")));
        assertThat(kafka.readCommitted(rig.topics().deadLetter()))
                .allSatisfy(dead -> assertThat(header(dead, "md-fault-kind")).isEqualTo("MALFORMED"));
        kafka.limit(2_097_152, topic);

        assertThat(withoutValue(5)).isEmpty();
        assertThat(rig.results(20)).hasSize(20);
    }

    /** What the engine tells. */
    private static final class Listener implements Telemetry {

        private final List<Settled> settled = new CopyOnWriteArrayList<>();
        private final List<String> obstacles = new CopyOnWriteArrayList<>();

        List<Settled> omitted() {
            return settled.stream()
                    .filter(each ->
                            each.omitted().headers() > 0 || each.omitted().valueBytes() != null)
                    .toList();
        }

        @Override
        public void settled(List<Settled> settlements, Duration took) {
            settled.addAll(settlements);
        }

        @Override
        public void commitObstructed(String obstacle) {
            obstacles.add(obstacle);
        }
    }
}
