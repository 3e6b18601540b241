package io.mediadeleter.service.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Signals;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands promise once they have returned, with instances that run. */
@WithKafka.Together
class HoldCommandsWithServiceIT {

    @TempDir
    private Path directory;

    @AutoClose
    private final ServiceRig rig;

    HoldCommandsWithServiceIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of());
    }

    @Test
    void pauseUnderLoad_noCallStartsOnceItHasReturned_andResumeLetsAllGoOn() {
        rig.requestAll(IntStream.rangeClosed(1, 3_000).mapToObj(String::valueOf));
        for (Service service : List.of(rig.start("one"), rig.start("two"))) {
            await("partitions of both")
                    .until(() -> !service.status().loop().open().isEmpty());
        }
        rig.results(1);

        Cli paused = done("pause", "--reason", "drill");
        long calls = rig.simulator().calls().stats().total();
        assertThat(paused.out()).contains("Paused. No call starts after ", " obeys: one at ", ", two at ");
        assertThat(calls).as("calls before the pause").isLessThan(3_000);

        rig.start("three"); // it has to find the pause by itself
        for (int look = 0; look < 3; look++) {
            assertThat(done("holds", "list").out()).contains("Paused: no calls are made.");
        }
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(calls);

        assertThat(done("resume").out()).contains(": drill", "Resumed: all of it is lifted.");
        List<ConsumerRecord<byte[], byte[]>> results = rig.results(3_000);
        assertThat(results).hasSize(3_000);
        assertThat(results)
                .extracting(result -> ServiceRig.json(result).path("attempts").asInt())
                .containsOnly(1);
    }

    /** It sends no heartbeats either, so that the group drops it; only then is the command certain. */
    @Test
    void instanceThatIsSuspended_isWaitedFor_andStartsNoCall() throws Exception {
        try (Jar.Running two = new Jar(directory, rig.environment("two")).start("run")) {
            await("the process's first call").until(() -> {
                rig.requestAll(Stream.of(UUID.randomUUID().getMostSignificantBits() >>> 1)
                        .map(String::valueOf));
                return rig.simulator().calls().stats().total() > 0;
            });
            rig.start("one");
            rig.requestAll(IntStream.rangeClosed(1, 3_000).mapToObj(String::valueOf));
            rig.results(1_000);
            Signals.send("STOP", two.process());

            Cli paused = done("pause", "--reason", "drill");
            long calls = rig.simulator().calls().stats().total();
            assertThat(paused.out()).contains(" obeys: one at ").doesNotContain(", two at ");
            assertThat(calls).as("calls before the pause").isLessThan(3_000);
            assertThat(done("holds", "list").out()).contains("Paused: no calls are made.");
            assertThat(rig.simulator().calls().stats().total()).isEqualTo(calls);

            Signals.send("CONT", two.process());
            done("resume");
            rig.results(3_001);
        }
        assertThat(rig.results(3_001))
                .extracting(result -> ServiceRig.json(result).path("eventId").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void holdOnARequestThatWaits_makesItADeadLetter_andThePrintedCommandBringsItBack() {
        rig.start("one");
        done("pause", "--reason", "until the holds are there");
        rig.requestAll(IntStream.rangeClosed(1, 5).mapToObj(String::valueOf));
        assertThat(done("holds", "add", "media:2", "event:e-4", "--reason", "legal case 12")
                        .out())
                .contains("Held. No call for them starts after ");
        done("resume");

        assertThat(rig.results(3)).hasSize(3);
        assertThat(rig.deadLetters(2))
                .extracting(letter -> ServiceRig.header(letter, "md-hold"))
                .containsExactlyInAnyOrder("media:2", "event:e-4");
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(3);

        Cli removed = done("holds", "remove", "media:2");
        assertThat(removed.out()).contains("1 hold removed.", "1 dead letter is HELD by it.");
        String command = removed.out()
                .lines()
                .filter(line -> line.startsWith("  media-deleter "))
                .findFirst()
                .orElseThrow();
        done(Stream.of(command.strip().split(" ", -1)).skip(1).toArray(String[]::new));
        assertThat(rig.results(4))
                .extracting(result -> ServiceRig.json(result).path("fileId").asText())
                .contains("2")
                .doesNotContain("4");
    }

    private Cli done(String... args) {
        return rig.cli(args).ended(0);
    }
}
