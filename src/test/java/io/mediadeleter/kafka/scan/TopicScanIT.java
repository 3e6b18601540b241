package io.mediadeleter.kafka.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.scan.RecordPrefilter.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@WithKafka
class TopicScanIT {

    /** Not long ago: a topic may delete what is a week old at any time. */
    private final Instant noon = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));

    private final KafkaFixture kafka;
    private final String topic;
    private final KafkaSettings settings;

    TopicScanIT(KafkaFixture kafka) {
        this.kafka = kafka;
        topic = kafka.unique("scanned");
        settings = new KafkaSettings(kafka.bootstrapServers(), "group", "instance", Map.of(), Map.of(), Map.of());
    }

    @Test
    void wholeTopic_isReadOnceInOrder_andOfWhatDoesNotMatterNothing() {
        kafka.createTopics(2, topic);
        kafka.produce(IntStream.range(0, 1_500)
                .mapToObj(i -> record(i % 2, noon.plusSeconds(i), "k" + i, "v" + i))
                .toList());
        RecordPrefilter sevens =
                (key, value, headers) -> key != null && key.get(key.limit() - 1) == '7' ? Wanted.ALL : Wanted.NOTHING;

        assertThat(scan(null, RecordPrefilter.ALL).stream()
                        .filter(read -> read.partition().partition() == 0)
                        .map(TopicScanIT::value))
                .containsExactlyElementsOf(
                        IntStream.range(0, 750).mapToObj(i -> "v" + 2 * i).toList());
        assertThat(scan(null, sevens))
                .hasSize(150)
                .allSatisfy(read -> assertThat(value(read)).endsWith("7"));
        assertThat(scan(null, (key, value, headers) -> Wanted.KEY))
                .hasSize(1_500)
                .allSatisfy(read -> {
                    assertThat(read.message().value()).isNull();
                    assertThat(read.message().omitted().valueBytes()).isPositive();
                });
    }

    @Test
    void time_isWhereReadingBegins_andTheEarliestRecordIsTold() {
        kafka.createTopics(1, topic);
        kafka.produce(IntStream.range(0, 100)
                .mapToObj(i -> record(0, noon.plusSeconds(i), "k" + i, "v" + i))
                .toList());

        assertThat(scan(noon.plusSeconds(40), RecordPrefilter.ALL).stream().map(TopicScanIT::value))
                .hasSize(60)
                .startsWith("v40");
        PartitionExtent extent = extent(noon.plusSeconds(40)).partitions().get(0);
        assertThat(extent.earliest()).isEqualTo(noon);
        assertThat(extent.begin()).isEqualTo(40);
        assertThat(extent.length()).isEqualTo(60);
        assertThat(extent(noon.plusSeconds(1_000)).length()).isZero();
        assertThat(extent(Instant.MAX).length()).isZero();
        assertThat(extent(Instant.MIN).length()).isEqualTo(100);
    }

    @Test
    void openTransaction_isNotWaitedFor_andTold_andWhatWasAbortedIsNotThere() {
        kafka.createTopics(1, topic);
        kafka.produce(topic, "a", "committed");
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.initTransactions();
            producer.beginTransaction();
            write(producer, record(0, noon, "b", "aborted"));
            producer.abortTransaction();
            producer.beginTransaction();
            write(producer, record(0, noon, "c", "open"));
            kafka.produce(topic, "d", "behind");

            assertThat(extent(null).partitions().get(0).undecided()).isEqualTo(2);
            assertThat(scan(null, RecordPrefilter.ALL).stream().map(TopicScanIT::value))
                    .containsExactly("committed");
        }
    }

    /** Values that no poll could hold by hundreds come each once, in their place, and so do their neighbours. */
    @Test
    void heavyRecords_comeWholeAmongTheOthers() {
        kafka.createTopics(1, topic);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String value = i == 120 || i == 250 ? "v".repeat(100_000) + i : "v" + i;
            ProducerRecord<byte[], byte[]> record = record(0, noon, "k" + i, value);
            for (int header = 0; i == 200 && header < 1_000; header++) {
                record.headers().add("header-" + header, new byte[50]);
            }
            records.add(record);
        }
        records.add(new ProducerRecord<>(topic, 0, "tombstone".getBytes(UTF_8), null));
        records.add(new ProducerRecord<>(topic, 0, null, null));
        kafka.produce(records);

        List<FetchedRecords.Fetched> read = scan(null, RecordPrefilter.ALL);

        assertThat(read.stream().map(FetchedRecords.Fetched::offset))
                .containsExactlyElementsOf(
                        IntStream.range(0, 302).mapToObj(Long::valueOf).toList());
        assertThat(value(read.get(120))).hasSize(100_003);
        assertThat(read.get(200).message().headers()).hasSize(1_000);
        assertThat(read.get(300).message().value()).isNull();
        assertThat(read.get(301).message().key()).isNull();
    }

    @Test
    void observer_stopsIt_andIsToldHowFarItIs() {
        kafka.createTopics(1, topic);
        kafka.produce(IntStream.range(0, 1_000)
                .mapToObj(i -> record(0, noon, "k" + i, "v" + i))
                .toList());
        List<FetchedRecords.Fetched> read = new ArrayList<>();
        long[] passed = {0};

        try (AdminSession session = AdminSession.open(settings);
                TopicScan scan = new TopicScan(settings)) {
            ScanExtent extent = ScanExtent.of(session, List.of(topic), null);
            assertThat(scan.read(extent, RecordPrefilter.ALL, new ScanObserver() {
                                @Override
                                public boolean record(FetchedRecords.Fetched one) {
                                    read.add(one);
                                    return read.size() < 450;
                                }

                                @Override
                                public boolean passed(long offsets) {
                                    passed[0] += offsets;
                                    return true;
                                }
                            })
                            .isWhole())
                    .isFalse();
            assertThat(read).hasSize(450);
            assertThat(passed[0]).isLessThanOrEqualTo(600);
            passed[0] = 0;
            assertThat(scan.read(extent, (key, value, headers) -> Wanted.NOTHING, new ScanObserver() {
                                @Override
                                public boolean record(FetchedRecords.Fetched one) {
                                    return true;
                                }

                                @Override
                                public boolean passed(long offsets) {
                                    passed[0] += offsets;
                                    return true;
                                }
                            })
                            .isWhole())
                    .isTrue();
            assertThat(passed[0]).isEqualTo(1_000);
        }
    }

    /** As the topic's retention does, while a slow reader is on its way. */
    @Test
    void recordsThatAreRemovedBeforeTheyAreRead_areMissed_andTheRestIsRead() {
        kafka.createTopics(2, topic);
        kafka.produce(IntStream.range(0, 20)
                .mapToObj(i -> record(i % 2, noon.plusSeconds(i), "k" + i, "v" + i))
                .toList());
        List<String> read = new ArrayList<>();

        try (AdminSession session = AdminSession.open(settings);
                TopicScan scan = new TopicScan(settings)) {
            ScanExtent extent = ScanExtent.of(session, List.of(topic), null);
            TopicScan.Outcome outcome = scan.read(extent, RecordPrefilter.ALL, one -> {
                if (read.isEmpty()) {
                    kafka.deleteRecords(new TopicPartition(topic, 1), 7);
                }
                read.add(value(one));
                return true;
            });

            assertThat(outcome.isWhole()).isTrue();
            assertThat(outcome.unread()).isEmpty();
            assertThat(outcome.gap(topic).orElseThrow()).contains("before they could be read");
        }
        assertThat(read).hasSize(13).endsWith("v15", "v17", "v19");
        Instant first = noon.plusSeconds(15); // of the partition that has removed some
        assertThat(extent(Instant.EPOCH).oldestAfter(noon, Instant.MAX)).contains(first);
        assertThat(extent(Instant.EPOCH).oldestAfter(first, Instant.MAX)).isEmpty();
    }

    @Test
    void topicThatIsNotThere_isNamed_andTheOthersAreRead() {
        kafka.createTopics(1, topic);
        kafka.produce(topic, "k", "v");

        try (AdminSession session = AdminSession.open(settings);
                TopicScan scan = new TopicScan(settings)) {
            ScanExtent extent = ScanExtent.of(session, List.of(topic, topic + ".none"), null);
            List<FetchedRecords.Fetched> read = new ArrayList<>();

            assertThat(scan.read(extent, RecordPrefilter.ALL, read::add).unread())
                    .containsOnlyKeys(topic + ".none");
            assertThat(read).hasSize(1);
        }
    }

    private List<FetchedRecords.Fetched> scan(@Nullable Instant since, RecordPrefilter prefilter) {
        List<FetchedRecords.Fetched> read = new ArrayList<>();
        try (TopicScan scan = new TopicScan(settings)) {
            assertThat(scan.read(extent(since), prefilter, read::add).isWhole()).isTrue();
        }
        return read;
    }

    private ScanExtent extent(@Nullable Instant since) {
        try (AdminSession session = AdminSession.open(settings)) {
            return ScanExtent.of(session, List.of(topic), since);
        }
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
        producer.flush();
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        return kafka.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kafka.unique("scan")));
    }

    private ProducerRecord<byte[], byte[]> record(int partition, Instant time, String key, String value) {
        return new ProducerRecord<>(topic, partition, time.toEpochMilli(), key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static String value(FetchedRecords.Fetched read) {
        byte[] value = read.message().value();
        return value == null ? "null" : new String(value, UTF_8);
    }
}
