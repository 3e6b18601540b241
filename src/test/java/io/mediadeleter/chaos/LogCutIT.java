package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.service.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that comes back without the end of a log, as after a power cut, while an instance holds requests of it. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LogCutIT {

    private static final long FIRST_FILE = 5_285_485_487_985_271_400L;

    @AutoClose
    private final ClusterProcess cluster = ClusterProcess.start(1);

    @AutoClose
    private final KafkaFixture kafka = KafkaFixture.on(cluster);

    private final Deployment deployment = Deployment.of(
                    kafka.unique("cut"), kafka.bootstrapServers(), URI.create("http://127.0.0.1:1"))
            .with("topics.partitions", "1")
            .with("retry.delays", "10m")
            .with("dry-run", "true");

    @Test
    void whatWasOpenBeforeTheCut_isStillDone() throws Exception {
        deployment.createTopics();
        run("pause", "--reason", "so that requests wait", "--by", "drill");
        Service service = start();
        try {
            publish(0, 10);
            long kept = Files.size(log());
            publish(10, 20);
            await("all of them in line").until(() -> open(service) == 20);

            cutTo(kept);
            publish(20, 25);
            await("the news").until(() -> open(service) == 15);
            run("resume", "--yes");

            awaitResults(IntStream.concat(IntStream.range(0, 10), IntStream.range(20, 25)));
        } finally {
            service.stop();
        }
        assertThat(service.awaitEnd()).isEmpty();
    }

    /** The group's offset lies in the midst of what came after the cut. */
    @Test
    void logThatWasCutWhileNobodyRead_andHasGrownSince_isReadFromTheCut() throws Exception {
        deployment.createTopics();
        Service before = start();
        publish(0, 10);
        long kept = Files.size(log());
        publish(10, 20);
        awaitResults(IntStream.range(0, 20));
        before.stop();
        assertThat(before.awaitEnd()).isEmpty();
        cutTo(kept);
        publish(20, 50);

        Service after = start();
        try {
            awaitResults(IntStream.range(0, 50));
        } finally {
            after.stop();
        }
        assertThat(after.awaitEnd()).isEmpty();
    }

    /** Nothing is settled behind it, for the group is paused. */
    @Test
    void cut_isToldOnce_alsoAfterARestart() throws Exception {
        deployment.createTopics();
        Service before = start();
        publish(0, 10);
        long kept = Files.size(log());
        publish(10, 20);
        awaitResults(IntStream.range(0, 20));
        end(before);
        run("pause", "--reason", "so that requests wait", "--by", "drill");
        cutTo(kept);
        publish(20, 50);

        try (LogLines lines = LogLines.of("media-deleter")) {
            Service first = start();
            await("its place").until(() -> committed() == 10);
            end(first);
            Service second = start();
            await("all of them in line").until(() -> open(second) == 30);
            run("resume", "--yes");
            awaitResults(IntStream.range(0, 50));
            end(second);

            assertThat(lines.beginningWith("LOG CUT", "RECORDS DONE AGAIN"))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement(STRING)
                    .contains("was truncated at offset 10");
        }
    }

    /** It is to be read on from there only when half of what waits is done. */
    @Test
    void logThatWasCutWhileThereWasNoRoomForMoreOfIt_isReadFromTheCut() throws Exception {
        deployment.createTopics();
        Service service = start();
        try (LogLines lines = LogLines.of("media-deleter")) {
            retries(0, 300);
            long kept = Files.size(log(retries()));
            await("the first of them").until(() -> open(service) == 300);
            retries(300, 800);
            await("as many as may be held").until(() -> open(service) == FlowControl.MAX_PER_PARTITION);

            cut(retries(), kept);
            retries(800, 1_400);

            await("the news").until(() -> !lines.beginningWith("LOG CUT").isEmpty());
            assertThat(lines.beginningWith("LOG CUT"))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement(STRING)
                    .contains("was truncated at offset 300");
            await("what came since").until(() -> open(service) == FlowControl.MAX_PER_PARTITION);
        } finally {
            service.stop();
        }
        assertThat(service.awaitEnd()).isEmpty();
    }

    private String retries() {
        return deployment.requested() + ".retry.10m";
    }

    /** They are due after the test. */
    private void retries(int from, int to) {
        String due = Long.toString(Instant.now().plus(Duration.ofMinutes(10)).toEpochMilli());
        kafka.produce(IntStream.range(from, to)
                .mapToObj(i -> new ProducerRecord<>(
                        retries(),
                        0,
                        file(i).getBytes(UTF_8),
                        ("{\"eventId\":\"e-" + i + "\",\"fileId\":\"" + file(i) + "\"}").getBytes(UTF_8),
                        List.<Header>of(
                                new RecordHeader(MdHeaders.ATTEMPT, new byte[] {'1'}),
                                new RecordHeader(MdHeaders.NOT_BEFORE, due.getBytes(UTF_8)))))
                .toList());
    }

    private static void end(Service service) throws InterruptedException {
        service.stop();
        assertThat(service.awaitEnd()).isEmpty();
    }

    private long committed() {
        OffsetAndMetadata committed =
                kafka.committed(deployment.name()).get(new TopicPartition(deployment.requested(), 0));
        return committed == null ? -1 : committed.offset();
    }

    private Service start() {
        return Service.start(deployment.typed("only"), Optional::empty, () -> {});
    }

    private void awaitResults(IntStream numbers) {
        List<String> files = numbers.mapToObj(LogCutIT::file).toList();
        await("results")
                .untilAsserted(() -> assertThat(kafka.readCommitted(deployment.deleted()).stream()
                                .map(LogCutIT::file))
                        .containsExactlyInAnyOrderElementsOf(files));
    }

    private void cutTo(long size) throws IOException {
        cut(deployment.requested(), size);
    }

    private void cut(String topic, long size) throws IOException {
        cluster.broker(0).kill();
        try (FileChannel file = FileChannel.open(log(topic), StandardOpenOption.WRITE)) {
            file.truncate(size);
        }
        cluster.broker(0).restart();
        cluster.awaitNodes();
    }

    private void run(String... command) {
        Cli done = Cli.run(deployment.environment("cli"), command);
        assertThat(done.exitCode()).as("%s", done).isZero();
    }

    /** Each in a batch of its own. */
    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            kafka.produce(
                    deployment.requested(), file(i), "{\"eventId\":\"e-" + i + "\",\"fileId\":\"" + file(i) + "\"}");
        }
    }

    private static String file(int number) {
        return Long.toString(FIRST_FILE + number);
    }

    private static String file(ConsumerRecord<byte[], byte[]> result) {
        return new String(result.key(), UTF_8);
    }

    private static int open(Service service) {
        return service.status().loop().open().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private Path log() {
        return log(deployment.requested());
    }

    private Path log(String topic) {
        return cluster.directory().resolve("node-1/" + topic + "-0/00000000000000000000.log");
    }
}
