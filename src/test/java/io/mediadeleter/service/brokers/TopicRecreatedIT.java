package io.mediadeleter.service.brokers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Origin;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics that are deleted and created again: offsets that were settled are other requests then. */
@WithKafka.Together
class TopicRecreatedIT {

    private static final int OLD = 10;
    private static final int PARTITIONS = 6;

    @AutoClose
    private final LogLines lines = LogLines.of("io.mediadeleter.kafka");

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    TopicRecreatedIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {OLD - 5, OLD, 30})
    void requestTopicRecreatedWhileAnInstanceRuns_isReadFromItsBeginning(int requests) throws Exception {
        rig.start("one");
        settleOldRequests();

        recreate(rig.topics().requested());
        publish("new", requests);

        expectOldAndNew(requests);
    }

    @Test
    void requestTopicRecreatedWhileNoneRuns_isReadFromItsBeginning() throws Exception {
        Service before = rig.start("one");
        settleOldRequests();
        ServiceRig.end(before);

        recreate(rig.topics().requested());
        publish("new", 30);
        rig.start("one");

        expectOldAndNew(30);
        assertThat(lines.texts())
                .anyMatch(line -> line.startsWith("TOPIC RECREATED: ")
                        && line.contains(rig.topics().requested()));
    }

    @Test
    void allTopicsThatAreReadRecreated_theDeadLettersProveWhichWereTheFirst() throws Exception {
        Service before = rig.start("one");
        settleOldRequests();
        ServiceRig.end(before);

        recreate(rig.topics().consumed().toArray(String[]::new));
        publish("new", 30);
        rig.start("one");

        expectOldAndNew(30);
    }

    @Test
    void requestsOnALaterTopic_keepTheirNamesOverARestart() throws Exception {
        Service before = rig.start("one");
        settleOldRequests();
        recreate(rig.topics().requested());
        publish("new", 5);
        rig.deadLetters(2);
        ServiceRig.end(before);

        publish("later", 5);
        rig.start("two");

        assertThat(rig.results(OLD - 1 + 8)).hasSize(OLD - 1 + 8);
        assertThat(rig.deadLetters(3))
                .filteredOn(letter -> key(letter).topicId() != null)
                .hasSize(2);
    }

    @Test
    void controlTopicRecreatedWhileNoneRuns_pausesTheGroupUntilSomebodyResumesIt() throws Exception {
        Service before = rig.start("one");
        settleOldRequests();
        ServiceRig.end(before);

        kafka.deleteTopics(rig.topics().control());
        await().until(() -> rig.cli("topics", "create").exitCode() == 0);
        assertThat(rig.cli("check").out()).contains("is not the topic that the group obeyed");
        rig.requestAll(Stream.of("5285485487985271999"));
        Service after = rig.start("one");

        await().until(() -> rig.cli("check").out().contains("(all:topic-replaced)"));
        assertThat(rig.results(OLD - 1)).hasSize(OLD - 1);
        rig.cli("resume", "--yes").ended(0);
        ServiceRig.end(after);
        rig.start("two"); // no commit tells of the new topic yet, but what was lifted does

        assertThat(rig.results(OLD)).hasSize(OLD);
        assertThat(rig.cli("check").out()).contains("nothing is paused").doesNotContain("obeyed");
    }

    /** All partitions are fetched at once; of those that no memory is left for, the client keeps what it has fetched. */
    @Test
    void requestTopicRecreatedWhileDeletionIsPaused_nothingOfTheOldOneIsCalledAndNothingOfTheNewOneIsLost() {
        try (ServiceRig paused =
                new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", String.valueOf(PARTITIONS)))) {
            String topic = paused.topics().requested();
            kafka.produce(paused.topics().control(), "all:x", "{\"reason\":\"wrong export\"}");
            publishToEach(topic, "wrong", 600);
            Service service = paused.start("one");
            await().until(() -> open(service) >= 2_000);

            recreate(PARTITIONS, topic);
            publishToEach(topic, "right", 1);
            await().until(() -> open(service), open -> open >= PARTITIONS && open < 2_000);
            kafka.produce(List.of(new ProducerRecord<>(paused.topics().control(), "all:x".getBytes(UTF_8), null)));

            assertThat(paused.results(PARTITIONS))
                    .hasSize(PARTITIONS)
                    .allMatch(result -> ServiceRig.json(result)
                            .get("requestEventId")
                            .asText()
                            .startsWith("right"));
        }
    }

    private void publishToEach(String topic, String name, int count) {
        kafka.produce(IntStream.range(0, PARTITIONS * count)
                .mapToObj(i -> new ProducerRecord<byte[], byte[]>(
                        topic,
                        i % PARTITIONS,
                        null,
                        ("{\"eventId\":\"" + name + i + "\",\"fileId\":\"" + (5285485487985271000L + i) + "\"}")
                                .getBytes(UTF_8)))
                .toList());
    }

    private static int open(Service service) {
        return service.status().loop().open().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Nine results and a dead letter. */
    private void settleOldRequests() {
        publish("old", OLD);
        assertThat(rig.results(OLD - 1)).hasSize(OLD - 1);
        assertThat(rig.deadLetters(1)).hasSize(1);
    }

    /** Requests, the first of which is none. */
    private void publish(String name, int count) {
        String topic = rig.topics().requested();
        kafka.produce(Stream.concat(
                        Stream.of("no request"),
                        IntStream.range(1, count)
                                .mapToObj(i -> "{\"eventId\":\"" + name + i + "\",\"fileId\":\"5285485487985271"
                                        + name.length() + String.format("%02d", i) + "\"}"))
                .map(json -> new ProducerRecord<byte[], byte[]>(topic, null, json.getBytes(UTF_8)))
                .toList());
    }

    private void expectOldAndNew(int requests) {
        List<ConsumerRecord<byte[], byte[]>> letters = rig.deadLetters(2);
        assertThat(letters).extracting(this::key).doesNotHaveDuplicates();
        assertThat(letters)
                .extracting(letter -> key(letter).place())
                .containsOnly(rig.topics().requested() + "/0/0");
        assertThat(letters)
                .extracting(letter -> ServiceRig.header(letter, "md-origin"))
                .containsOnly(rig.topics().requested() + "/0/0");
        assertThat(letters)
                .extracting(letter -> ServiceRig.header(letter, "md-origin-topic-id"))
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(key(letters.get(0)).topicId()).isNull();

        int all = OLD - 1 + requests - 1;
        List<ConsumerRecord<byte[], byte[]>> results = rig.results(all);
        assertThat(ids(results)).hasSize(all);
        await("the commit of the new topic's end").until(() -> committed() == requests);
        assertThat(rig.results(all)).hasSize(all);
    }

    private static Set<String> ids(List<ConsumerRecord<byte[], byte[]>> results) {
        return results.stream()
                .map(result -> ServiceRig.json(result).get("eventId").asText())
                .collect(Collectors.toSet());
    }

    private Origin key(ConsumerRecord<byte[], byte[]> letter) {
        return Origin.parse(new String(letter.key(), UTF_8)).orElseThrow();
    }

    private long committed() {
        return kafka.committed(rig.topics().requested()).entrySet().stream()
                .filter(at -> at.getKey().topic().equals(rig.topics().requested()))
                .mapToLong(at -> at.getValue().offset())
                .sum();
    }

    private void recreate(String... topics) {
        recreate(1, topics);
    }

    private void recreate(int partitions, String... topics) {
        kafka.deleteTopics(topics);
        kafka.createTopics(partitions, topics);
    }
}
