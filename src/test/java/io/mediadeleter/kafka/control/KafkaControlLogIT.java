package io.mediadeleter.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Replaced;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Unknown;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.ControlLogLost;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithKafka.Together
class KafkaControlLogIT {

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Selector MEDIA = Selector.parse("media:77").orElseThrow();

    private final KafkaFixture kafka;
    private final String topic;
    private final List<KafkaControlLog> open = new ArrayList<>();

    KafkaControlLogIT(KafkaFixture kafka) {
        this.kafka = kafka;
        topic = kafka.unique("control");
    }

    @AfterEach
    void close() {
        open.forEach(KafkaControlLog::close);
    }

    private void create() {
        create(1, "compact", "LogAppendTime");
    }

    private void create(int partitions, String cleanup, String timestamps) {
        kafka.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())
                .configs(Map.of("cleanup.policy", cleanup, "message.timestamp.type", timestamps))));
    }

    private KafkaSettings settings() {
        return new KafkaSettings(kafka.bootstrapServers(), "g", "i1", Map.of(), Map.of(), Map.of());
    }

    private KafkaControlLog log() {
        KafkaControlLog log = new KafkaControlLog(settings(), topic, id -> {});
        open.add(log);
        return log;
    }

    private void put(String key, @Nullable String value) {
        kafka.produce(List.of(
                new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8))));
    }

    private static List<ControlEntry> read(KafkaControlLog log, int count) {
        List<ControlEntry> entries = new ArrayList<>();
        await().until(() -> {
            log.read(SOON).stream().map(LoggedEntry::entry).forEach(entries::add);
            return entries.size() >= count;
        });
        return entries;
    }

    @Test
    void all_isReadFromTheBeginningInOrder_ownProbesAmongIt() {
        create();
        put("media:77", "{\"reason\":\"case 12\",\"by\":\"jane\"}");
        KafkaControlLog log = log();
        log.start();
        Probe probe = new Probe("i1", "p", 1, null);
        log.write(new Seen(probe));
        List<ControlEntry> first = read(log, 2);
        put("media:77", null);
        put("*", "{\"reason\":\"r\"}");

        assertThat(first).containsExactly(new Put(MEDIA, "case 12", "jane", null, null), new Seen(probe));
        assertThat(read(log, 2)).containsExactly(new Lifted(MEDIA), new Unknown("*"));
    }

    /** By that, an instance tells a long table from a writer of its own whose probes do not come back. */
    @Test
    void tableThatIsReadBitByBit_isKnownToGoOn_untilItsEnd() {
        create();
        kafka.produce(IntStream.rangeClosed(1, 700)
                .mapToObj(media -> new ProducerRecord<>(
                        topic, 0, ("media:" + media).getBytes(UTF_8), "{\"reason\":\"r\"}".getBytes(UTF_8)))
                .toList());
        KafkaControlLog log = log();
        log.start();

        List<ControlEntry> first = read(log, 1);

        assertThat(log.isBehind()).isTrue();
        read(log, 700 - first.size());
        assertThat(log.isBehind()).isFalse();
    }

    @Test
    void keyThatNamesNothing_isWarnedOf_whateverStoodThereBefore() {
        create();
        put("*", "{\"reason\":\"r\"}");
        put("*", "{\"reason\":\"r\"}");
        put("Media:77", "{\"reason\":\"r\"}");
        KafkaControlLog log = log();
        try (LogLines lines = LogLines.of(KafkaControlLog.class)) {
            log.start();
            read(log, 3);

            assertThat(lines.texts().stream().filter(line -> line.contains(topic)))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("at offset 0 of", ": its key * is not a hold selector"),
                            second -> assertThat(second)
                                    .contains("at offset 2 of", ": its key Media:77 is not a hold selector"));
        }
    }

    @Test
    void holdOfAnOpenTransaction_counts() {
        create();
        Map<String, Object> config = new HashMap<>(ClientConfigs.producer(settings()));
        config.put("transactional.id", kafka.unique("publisher"));
        try (KafkaProducer<byte[], byte[]> publisher = new KafkaProducer<>(config)) {
            publisher.initTransactions();
            publisher.beginTransaction();
            var unused = publisher.send(
                    new ProducerRecord<>(topic, 0, "media:77".getBytes(UTF_8), "{\"reason\":\"r\"}".getBytes(UTF_8)));
            publisher.flush();
            KafkaControlLog log = log();
            log.start();

            assertThat(read(log, 1)).containsExactly(new Put(MEDIA, "r", null, null, null));
            publisher.abortTransaction();
        }
    }

    @Test
    void valueLargerThanAnyHold_isAHoldAndIsNotKept() {
        create();
        put("media:77", "x".repeat(900_000));
        KafkaControlLog log = log();
        log.start();

        assertThat(read(log, 1))
                .singleElement()
                .isInstanceOfSatisfying(
                        Put.class, put -> assertThat(put.reason()).contains("unreadable"));
    }

    @Test
    void topicThatHoldsAreNotSafeOn_isRefusedWithWhatToDo() {
        assertThatThrownBy(() -> log().start())
                .isInstanceOf(ControlLogRefused.class)
                .hasMessageContainingAll(topic, "media-deleter topics create");
        create(2, "compact", "LogAppendTime");
        assertThatThrownBy(() -> log().start())
                .isInstanceOf(ControlLogRefused.class)
                .hasMessageContaining("2 partitions");
    }

    @Test
    void topicThatForgetsHolds_isRefused() {
        create(1, "compact,delete", "LogAppendTime");
        assertThatThrownBy(() -> log().start())
                .isInstanceOf(ControlLogRefused.class)
                .hasMessageContaining("cleanup.policy");
    }

    @Test
    void topicWithItsWritersTime_isRefused() {
        create(1, "compact", "CreateTime");
        assertThatThrownBy(() -> log().start())
                .isInstanceOf(ControlLogRefused.class)
                .hasMessageContaining("message.timestamp.type");
    }

    @Test
    void recreatedTopic_isALostLog_andPausedOnce() {
        create();
        KafkaControlLog log = log();
        KafkaControlLog later = log();
        log.start();
        later.start();
        kafka.deleteTopics(topic);
        create();
        put("media:77", "{\"reason\":\"r\"}");

        await().untilAsserted(() -> assertThatThrownBy(() -> log.read(SOON)).isInstanceOf(ControlLogLost.class));
        log.start();
        List<ControlEntry> entries = read(log, 3);
        assertThat(entries.get(1))
                .as("what stood on the former is not known")
                .isInstanceOfSatisfying(
                        Put.class, put -> assertThat(put.selector()).isEqualTo(TopicSuccession.PAUSE));
        assertThat(entries.get(2)).isInstanceOf(Replaced.class);

        // as compaction does, a day after the pause was lifted
        kafka.configure("cleanup.policy", "compact,delete", topic);
        kafka.deleteRecords(new TopicPartition(topic, 0), 2);
        kafka.configure("cleanup.policy", "compact", topic);
        later.start();
        assertThat(read(later, 1)).as("what is left").containsExactly(entries.get(2));
        assertThat(kafka.endOffsets(List.of(topic))).as("nothing was added").containsValue(3L);
    }

    @Test
    void unreachableBroker_isALostLog() {
        KafkaControlLog log = new KafkaControlLog(
                new KafkaSettings("localhost:1", "g", "a", Map.of(), Map.of(), Map.of()), topic, id -> {});
        open.add(log);

        assertThatThrownBy(log::start).isInstanceOf(ControlLogLost.class);
    }
}
