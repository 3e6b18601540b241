package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that are small on the broker and larger than the memory, read by the program as it ships in its documented heap. */
@WithKafka
@Timeout(value = 6, unit = TimeUnit.MINUTES)
record BombIT(KafkaFixture kafka) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Deployment deployment(String name, int partitions) {
        Deployment deployment = Deployment.of(kafka.unique(name), kafka.bootstrapServers(), URI.create("http://x"))
                .with("topics.partitions", String.valueOf(partitions))
                .with("dry-run", "true");
        deployment.createTopics();
        return deployment;
    }

    private void assertSettles(Deployment deployment, int records) {
        assertSettles(deployment, 0, () -> {}, records);
    }

    /**
     * All of it is settled, by one process that lives on.
     *
     * @param before so many records have to be settled before {@code then} is run
     */
    private void assertSettles(Deployment deployment, int before, Runnable then, int records) {
        List<String> ends = List.of(deployment.deleted(), deployment.deadLetter());
        try (ChildProcess process = deployment.start("only", "-Xmx128m", "@src/main/docker/jvm.options");
                Follower follower = new Follower(kafka.bootstrapServers(), deployment, ends)) {
            follower.awaitSettled(before, PATIENCE);
            then.run();
            follower.awaitSettled(records, PATIENCE);
            assertThat(process.isAlive()).isTrue();
            process.terminate();
            assertThat(process.awaitExit(Patience.LIMIT)).isZero();
            follower.awaitEnd(Patience.LIMIT);
            assertThat(follower.steps()).as("settled once").hasSize(records);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(Deployment deployment) {
        return kafka.readCommitted(deployment.deadLetter());
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> dead, String name) {
        var header = dead.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> at(List<ConsumerRecord<byte[], byte[]>> letters, String origin) {
        return letters.stream()
                .filter(letter -> new String(letter.key(), UTF_8).equals(origin))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void valuesLargerThanTheHeap_areDeadLettersAndTheirBatchesAreSettled() {
        Deployment deployment = deployment("bomb", 4);
        Bombs bombs = new Bombs(kafka.bootstrapServers(), deployment.requested());
        bombs.writeTogether("none", bombs.requests(20, 3));
        int requests = 20 + 3 * 710 + 20;

        assertSettles(
                deployment,
                20,
                () -> {
                    bombs.writeTogether("zstd", Stream.of(bombs.blanks(120_000_000, 0)));
                    List.of("zstd", "gzip", "lz4").forEach(codec -> bombs.writeTogether(codec, mixed(bombs)));
                    bombs.writeTogether("none", bombs.requests(20, 3));
                },
                requests + 7);

        List<ConsumerRecord<byte[], byte[]>> dead = deadLetters(deployment);
        assertThat(dead).hasSize(7).allSatisfy(letter -> {
            assertThat(header(letter, "md-fault-kind")).isEqualTo("MALFORMED");
            assertThat(header(letter, "md-fault-code")).isEqualTo("TooLarge");
            assertThat(header(letter, "md-value-dropped")).isIn("120000000", "125000000");
            assertThat(letter.value()).isEmpty();
        });
        assertThat(header(at(dead, deployment.requested() + "/1/5"), "md-value-dropped"))
                .isEqualTo("120000000");
        assertThat(header(at(dead, deployment.requested() + "/1/706"), "md-value-dropped"))
                .isEqualTo("125000000");
    }

    /** Of all that are in one batch, the first on partition 1 at offset 0. */
    private static Stream<ProducerRecord<byte[], byte[]>> mixed(Bombs bombs) {
        return Stream.of(
                        bombs.requests(5, 1),
                        Stream.of(bombs.blanks(120_000_000, 1)),
                        bombs.requests(700, 1),
                        Stream.of(bombs.blanks(125_000_000, 1)),
                        bombs.requests(5, 1))
                .flatMap(records -> records);
    }

    @Test
    void valuesThatFitOneByOne_areNeverHeldBesideOthers() {
        Deployment deployment = deployment("many", 3);
        Bombs bombs = new Bombs(kafka.bootstrapServers(), deployment.requested());
        bombs.writeBatches("zstd", 60, i -> Stream.of(bombs.blanks(10_000_000, i % 3)));
        bombs.writeTogether("zstd", IntStream.range(0, 20).mapToObj(i -> bombs.blanks(10_000_000, 0)));
        bombs.writeTogether("snappy", IntStream.range(0, 3).mapToObj(i -> bombs.blanks(10_000_000, 1)));
        bombs.writeTogether("gzip", IntStream.range(0, 3).mapToObj(i -> bombs.blanks(40_000_000, 2)));
        bombs.writeTogether("zstd", IntStream.range(0, 4_000).mapToObj(i -> bombs.blanks(5_000, 0)));
        bombs.writeTogether("zstd", IntStream.range(0, 100).mapToObj(i -> bombs.blanks(1_000_000, 1)));
        bombs.writeTogether("none", bombs.requests(20, 0));

        assertSettles(deployment, 60 + 20 + 3 + 3 + 4_000 + 100 + 20);

        assertThat(deadLetters(deployment))
                .hasSize(60 + 20 + 3 + 3 + 4_000 + 100)
                .filteredOn(letter -> header(letter, "md-value-dropped") == null)
                .hasSize(4_000 + 100)
                .allMatch(letter -> letter.value().length == 5_000 || letter.value().length == 1_000_000);
    }

    @Test
    void headersAndKeysThatAreTooLarge_areLeftOut() {
        Deployment deployment = deployment("head", 2);
        Bombs bombs = new Bombs(kafka.bootstrapServers(), deployment.requested());
        ProducerRecord<byte[], byte[]> large = bombs.request(0);
        large.headers().add("large", Bombs.filled(30_000_000)).add("small", new byte[] {'s'});
        ProducerRecord<byte[], byte[]> many = bombs.request(0);
        IntStream.range(0, 1_000_000).forEach(i -> many.headers().add("h", new byte[0]));
        ProducerRecord<byte[], byte[]> huge = bombs.request(0);
        huge.headers().add("huge", Bombs.filled(120_000_000));
        bombs.writeTogether("zstd", Stream.of(bombs.request(0), large, many, huge, bombs.request(0)));
        bombs.writeBatches("zstd", 20, i -> {
            ProducerRecord<byte[], byte[]> nothingElse = bombs.keyAndValue(null, null, 1);
            nothingElse.headers().add("only", Bombs.filled(10_000_000));
            return Stream.of(nothingElse);
        });
        bombs.writeTogether("zstd", Stream.of(bombs.keyAndValue(Bombs.filled(120_000_000), "{}".getBytes(UTF_8), 1)));

        assertSettles(deployment, bombs.requests() + 21);

        assertThat(kafka.readCommitted(deployment.deleted()))
                .hasSize(bombs.requests())
                .anySatisfy(result -> {
                    assertThat(header(result, "md-headers-dropped")).isEqualTo("1");
                    assertThat(header(result, "small")).isEqualTo("s");
                })
                .anySatisfy(result ->
                        assertThat(header(result, "md-headers-dropped")).matches("9\\d{5}"));
        assertThat(deadLetters(deployment))
                .filteredOn(letter -> "120000000".equals(header(letter, "md-key-dropped")))
                .hasSize(1);
    }

    /** Each is more than the heap once it is decoded, in small pieces, as an instance starts and while it runs. */
    @Test
    void millionsOfHeadersOnEveryTopicAtOnce_endNoProcess() {
        Deployment deployment = deployment("crowd", 2);
        List<Bombs> topics = Stream.of("", ".bulk", ".retry.500ms", ".retry.2s", ".replay")
                .map(topic -> new Bombs(kafka.bootstrapServers(), deployment.requested() + topic))
                .toList();
        Runnable crowd = () -> topics.forEach(bombs -> {
            bombs.writeTogether("zstd", Stream.of(bombs.request(0), bombs.crowned(1_500_000, 0), bombs.request(0)));
            bombs.writeTogether("none", Stream.of(bombs.request(0), bombs.request(1)));
        });
        crowd.run();

        assertSettles(deployment, 5 * 5, crowd, 2 * 5 * 5);

        assertThat(deadLetters(deployment)).isEmpty();
        assertThat(kafka.readCommitted(deployment.deleted()))
                .filteredOn(result -> header(result, "md-headers-dropped") != null)
                .hasSize(2 * 5);
    }

    @Test
    void deadLettersBehindOneThatIsLargerThanTheHeap_areListed() {
        Deployment deployment = deployment("list", 1);
        Bombs bombs = new Bombs(kafka.bootstrapServers(), deployment.deadLetter());
        byte[] key = (deployment.requested() + "/0/1").getBytes(UTF_8);
        byte[] behind = (deployment.requested() + "/0/2").getBytes(UTF_8);
        bombs.writeTogether("zstd", Stream.of(bombs.keyAndValue(key, Bombs.filled(120_000_000), 0)));
        bombs.writeTogether("none", Stream.of(bombs.keyAndValue(behind, "{}".getBytes(UTF_8), 0)));

        String jar = System.getProperty("jar", "target/media-deleter.jar");
        List<String> arguments = List.of("-Xmx64m", "-jar", jar, "dead-letters", "list", "--format", "json");
        try (ChildProcess list =
                ChildProcess.java(deployment.name() + "-list", deployment.environment("only"), arguments)) {
            assertThat(list.awaitExit(PATIENCE)).isZero();
            assertThat(list.log()).contains(deployment.requested() + "/0/1", deployment.requested() + "/0/2");
        }
    }

    @Test
    void largeBatchesOnManyPartitions_areNotFetchedAllAtOnce() {
        Deployment deployment = deployment("wide", 96);
        Bombs bombs = new Bombs(kafka.bootstrapServers(), deployment.requested());
        Random random = new Random(1);
        bombs.writeBatches(
                "none",
                96,
                partition -> IntStream.range(0, 20).mapToObj(i -> {
                    byte[] noise = new byte[90_000];
                    random.nextBytes(noise);
                    return bombs.keyAndValue(null, noise, partition);
                }));

        assertSettles(deployment, 96 * 20);

        assertThat(deadLetters(deployment)).hasSize(96 * 20).allMatch(letter -> letter.value().length == 90_000);
    }
}
