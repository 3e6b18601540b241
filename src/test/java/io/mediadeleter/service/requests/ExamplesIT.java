package io.mediadeleter.service.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The publishers in {@code src/docs/examples}, as they are but for the names of topics. Those in other languages run where their
 * client is: {@code -Dexamples.node=DIR} names a folder in which {@code npm install kafkajs} was run.
 */
@WithKafka.Together
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("src", "docs", "examples");
    private static final String FILE = "5285485487985271487";
    private static final String REFUSED = "5285485487985271488";

    enum Language {
        JAVA("PublishAndFollow.java"),
        PYTHON("publish_and_follow.py"),
        NODE("publish-and-follow.mjs");

        private final String file;

        Language(String file) {
            this.file = file;
        }

        List<String> command(Path program) {
            return switch (this) {
                case JAVA ->
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            Path.of(Jar.FILE).toAbsolutePath().toString(),
                            program.toString());
                case PYTHON -> List.of("python3", program.toString());
                case NODE -> List.of("node", program.toString());
            };
        }

        /** Skips the test where what the example imports is not there. */
        void assumeItRuns() throws Exception {
            switch (this) {
                case JAVA -> {}
                case PYTHON ->
                    assumeTrue(ends("python3", "-c", "import confluent_kafka"), "no python3-confluent-kafka");
                case NODE -> assumeTrue(Files.isDirectory(nodeFolder().resolve("node_modules/kafkajs")), "no kafkajs");
            }
        }

        /** A program for Node finds its modules beside itself. */
        Path folder(Path scratch) {
            return this == NODE ? nodeFolder() : scratch;
        }

        private static Path nodeFolder() {
            return Path.of(System.getProperty("examples.node", "target"));
        }

        private static boolean ends(String... command) throws InterruptedException {
            try {
                return new ProcessBuilder(command).start().waitFor() == 0;
            } catch (IOException notInstalled) {
                return false;
            }
        }
    }

    private final KafkaFixture kafka;

    @TempDir
    private Path scratch;

    ExamplesIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    @ParameterizedTest
    @EnumSource
    void example_tellsHowItsRequestEnded(Language language) throws Exception {
        language.assumeItRuns();
        try (ServiceRig rig = new ServiceRig(kafka, Map.of())) {
            rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + REFUSED));
            rig.start("one");
            Path program = program(language, rig);

            Run deleted = run(language, program, FILE);
            Run refused = run(language, program, REFUSED);

            deleted.endsWith(0, "\nDELETED\n");
            refused.endsWith(1, "\nPERMANENT UnsupportedOperation: ");
        }
    }

    private Path program(Language language, ServiceRig rig) throws Exception {
        String source = Files.readString(EXAMPLES.resolve(language.file))
                .replace("media-delete-requested", rig.topics().requested())
                .replace("media-deleted", rig.topics().deleted());
        Path folder = Files.createTempDirectory(language.folder(scratch), "example-");
        return Files.writeString(folder.resolve(language.file), source);
    }

    private Run run(Language language, Path program, String fileId) throws Exception {
        Path printed = Files.createTempFile(scratch, "printed", ".txt");
        List<String> command = new ArrayList<>(language.command(program));
        command.addAll(List.of(kafka.bootstrapServers(), fileId));
        return new Run(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start(),
                printed);
    }

    private record Run(Process process, Path printed) {

        void endsWith(int exitCode, String text) throws Exception {
            boolean hasEnded = process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            String all = Files.readString(printed, UTF_8);
            assertThat(hasEnded).as(all).isTrue();
            assertThat(all).contains("published example-", text);
            assertThat(process.exitValue()).as(all).isEqualTo(exitCode);
        }
    }
}
