package io.mediadeleter.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as it ships, in a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
class JarIT {

    @TempDir
    Path directory;

    @Test
    void version_isTheManifests() throws Exception {
        Cli cli = run(Map.of(), "--version").ended(0);

        assertThat(cli.out()).matches("media-deleter \\d+\\.\\d+\\.\\d+\\S*\\s+");
        assertThat(cli.said()).isEmpty();
    }

    @Test
    void unreachableBrokers_areNamedWhileTheyAreWaitedForAndAtTheEnd() throws Exception {
        Cli cli = run(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), "topics", "check")
                .ended(1);

        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines().toList())
                .hasSize(2)
                .satisfies(
                        waiting -> assertThat(waiting).isEqualTo("No answer yet from Kafka at 127.0.0.1:1; waiting"),
                        Index.atIndex(0))
                .last()
                .asString()
                .contains("127.0.0.1:1", "no answer in time");
    }

    /** Standard input stands for any pipe, such as a shell's {@code <(decrypt settings)}. */
    private Cli runWithPiped(String settings, String command) throws Exception {
        assumeThat(Files.exists(Path.of("/dev/stdin"))).isTrue();
        try (Jar.Running running = new Jar(directory, Map.of()).start((command + " --config /dev/stdin").split(" "))) {
            try (OutputStream input = running.process().getOutputStream()) {
                input.write(settings.getBytes(UTF_8));
            }
            return running.end();
        }
    }

    @Test
    void brokersOfAPipe_areTheOnesThatAreWaitedFor() throws Exception {
        Cli cli = runWithPiped("media-deleter.kafka.bootstrap-servers=127.0.0.1:1", "topics check");

        assertThat(cli.err()).startsWith("No answer yet from Kafka at 127.0.0.1:1; waiting");
    }

    @Test
    void logFormatOfAPipe_isThatOfASettingThatIsWrong() throws Exception {
        Cli cli = runWithPiped("media-deleter.log.format=json\nmedia-deleter.quota.per-second=many", "run")
                .ended(2);

        assertThat(cli.err()).isEmpty();
        assertThat(cli.out().lines()).singleElement(STRING).startsWith("{").contains("media-deleter.quota.per-second");
    }

    @Test
    void brokersWithoutAnAddress_areOneClearMessageWithinSeconds() throws Exception {
        Cli cli = run(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "no-such-host.invalid:9092"), "topics", "create");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines()).singleElement(STRING).contains("no-such-host.invalid:9092");
    }

    @Test
    void portThatIsTaken_isOneClearMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Cli cli = run(Map.of("MEDIA_DELETER_OPS_PORT", port), "run").ended(1);

            assertThat(cli.err().lines())
                    .singleElement(STRING)
                    .contains("cannot listen on 127.0.0.1:" + port, "media-deleter.ops.port");
        }
    }

    @Test
    void impossibleSettingOfAClient_isOneClearMessage() throws Exception {
        Cli cli = run(
                        Map.of(
                                "MEDIA_DELETER_DRY_RUN", "true",
                                "MEDIA_DELETER_OPS_PORT", "0",
                                "MEDIA_DELETER_KAFKA_CONSUMER_INTERCEPTOR_CLASSES", "few"),
                        "run")
                .ended(2);

        assertThat(cli.err().lines()).singleElement(STRING).contains("Cannot connect to Kafka at ", "few");
    }

    @Test
    void outputThatHasNoRoom_isAFailure() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(Files.exists(full)).isTrue();
        try (Jar.Running running = new Jar(directory, Map.of()).startInto(full, "--help")) {
            assertThat(running.process().waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(running.process().exitValue()).isEqualTo(1);
            assertThat(Files.readString(running.err()))
                    .isEqualToIgnoringNewLines("The output is not complete: No space left on device.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"request --file - --yes", "holds add --file - --reason wrong"})
    void inputThatIsClosed_isOneClearMessage(String command) throws Exception {
        assumeThat(Files.exists(Path.of("/proc/self/fd"))).isTrue();
        Jar jar = new Jar(directory, Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"));
        try (Jar.Running running = jar.startWithoutInput(command.split(" "))) {
            Cli cli = running.end().ended(1);

            assertThat(cli.said().lines()).singleElement(STRING).contains("Cannot read standard input: it is closed");
        }
    }

    /** What only a client finds out, as it is made. */
    @ParameterizedTest
    @ValueSource(strings = {"CLIENT", "PRODUCER", "CONSUMER"})
    void settingsOfWhichKafkaMakesNoClient_areWrongSettings(String family) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "MEDIA_DELETER_DRY_RUN", "true",
                "MEDIA_DELETER_OPS_PORT", "0"));
        environment.put("MEDIA_DELETER_KAFKA_" + family + "_SECURITY_PROTOCOL", "SSL");
        environment.put("MEDIA_DELETER_KAFKA_" + family + "_SSL_KEYSTORE_LOCATION", "/does/not/exist");
        environment.put("MEDIA_DELETER_KAFKA_" + family + "_SSL_KEYSTORE_PASSWORD", "s3cr3t");

        Cli run = new Jar(directory, environment).run("run").ended(2);

        assertThat(run.err().lines())
                .singleElement(STRING)
                .contains(
                        "/does/not/exist",
                        "media-deleter.kafka." + family.toLowerCase(Locale.ROOT) + ".ssl.keystore.location");
        assertThat(run.out() + run.err()).doesNotContain("\tat ", "s3cr3t");
    }

    /** As cron has it, or ssh without a locale: Java reads arguments in US-ASCII there. */
    @Test
    void argumentInUtf8_isReadWithoutALocale() throws Exception {
        assertThat(runWithoutLocale("help gr$(printf '\\303\\266\\303\\237')er", "C"))
                .startsWith("There is no command gr\u00f6\u00dfer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request --file-id 1 --requested-by J$(printf '\\374')rgen",
                "trace --correlation-id J$(printf '\\374')rgen",
                "dead-letters list --hold requested-by:J$(printf '\\374')rgen",
                "holds add --reason J$(printf '\\374')rgen media:1",
                "holds remove requested-by:J$(printf '\\374')rgen",
                "offsets set latest --by J$(printf '\\374')rgen"
            })
    void argumentThatIsNotUtf8_isRefused(String command) throws Exception {
        for (String locale : List.of("C", "C.UTF-8")) {
            assertThat(runWithoutLocale(command, locale))
                    .startsWith("Argument ")
                    .contains("J\\xfcrgen', is not UTF-8. Nothing was done");
        }
    }

    /** Java writes the name in the locale's charset. */
    @ParameterizedTest
    @ValueSource(strings = {"verify --report", "request --file", "holds add --reason r --file", "check --config"})
    void fileThatTheLocaleCannotName_isRefused(String command) throws Exception {
        assertThat(runWithoutLocale(command + " J$(printf '\\303\\274')rgen.csv", "C"))
                .contains("'J\u00fcrgen.csv' cannot be read in this process's locale", "set LC_ALL=C.UTF-8");
        assertThat(directory).isDirectoryNotContaining("glob:**csv*");
    }

    private String runWithoutLocale(String command, String locale) throws Exception {
        Cli cli = new Jar(directory, Map.of("LC_ALL", locale, "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"))
                .runInShell(command)
                .ended(2);
        assertThat(cli.out()).isEmpty();
        return cli.err();
    }

    /** Where the system has a translation of its own words. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void readerThatHasGone_isNoFailure_inWhateverLanguage(String language) throws Exception {
        Jar jar = new Jar(directory, Map.of("LC_ALL", "C.UTF-8", "LANGUAGE", language));
        try (Jar.Running running = jar.startUnread("--help")) {
            Cli cli = running.end().ended(0);

            assertThat(cli.said()).isEmpty();
        }
    }

    @Test
    void billOfMaterials_isInTheJarAndNamesWhatIsShippedOnly() throws Exception {
        try (JarFile jar = new JarFile(Jar.FILE)) {
            var entry = jar.getEntry("META-INF/sbom/media-deleter.cdx.json");
            JsonNode bill = new ObjectMapper().readTree(jar.getInputStream(entry));

            assertThat(bill.path("components").findValuesAsText("name"))
                    .contains("kafka-clients", "tencentcloud-sdk-java-vod", "okhttp")
                    .doesNotContain("kafka_2.13", "assertj-core");
            assertThat(bill.at("/metadata/component/type").asText()).isEqualTo("application");
            assertThat(bill.path("components"))
                    .allMatch(part -> part.path("licenses").size() > 0);
        }
    }

    private Cli run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        return new Jar(directory, environment).run(args);
    }
}
