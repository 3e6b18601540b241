package io.mediadeleter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's steps with the program as it ships; those for dead letters are in DeadLettersIT. */
@WithKafka
class JarCommandsIT {

    private static final String DEAD = "8700000000000003";
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @TempDir
    private Path directory;

    private final KafkaFixture kafka;
    private final String topic;

    JarCommandsIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.topic = kafka.unique("requested");
    }

    @Test
    void everyStep_doesWhatTheReadmeSays() throws Exception {
        String fault = "UnsupportedOperation@" + DEAD;
        try (Jar.Running simulator = jar("").start("simulator", "--port", "0", "--fault", fault)) {
            Jar jar = jar(await("the simulator's address")
                    .until(() -> address(simulator.printed()), found -> !found.isEmpty()));

            assertThat(done(jar, "topics", "create").lines())
                    .hasSize(10)
                    .allMatch(line -> line.startsWith("created "))
                    .noneMatch(line -> line.endsWith(".quota")); // this instance shares none
            assertThat(done(jar, "topics", "check")).contains("All 10 topics are as they should be.");
            assertThat(done(jar, "check", "--call")).endsWith("All is ok." + System.lineSeparator());
            try (Jar.Running service = jar.start("run")) {
                publishAndAwait(jar, service);
                service.process().destroy(); // SIGTERM
                service.end().ended(0);
            }
        }
    }

    @Test
    void completion_isAScriptForTheShell() throws Exception {
        assertThat(done(jar(""), "completion")).contains("complete -F", "dead-letters");
    }

    /** A role of the machine's would be another identity. */
    @Test
    void halfAKeyPair_endsTheStartAndIsWrongForACheck() throws Exception {
        Map<String, String> half = new HashMap<>(jar("http://127.0.0.1:1").environment());
        half.remove("TENCENTCLOUD_SECRET_KEY");
        String problem = "TENCENTCLOUD_SECRET_KEY is not set. Set both variables to a key pair, or remove both.";
        Jar jar = new Jar(directory, half);

        assertThat(jar.run("run").ended(2).said()).contains(problem);
        assertThat(jar.run("check").ended(1).out()).contains(problem);
        half.put("TENCENTCLOUD_SECRET_KEY", "simulator\n");
        assertThat(new Jar(directory, half).run("check").ended(1).out())
                .contains("come from the environment, without the line end after TENCENTCLOUD_SECRET_KEY");
    }

    private void publishAndAwait(Jar jar, Jar.Running service) throws Exception {
        Path file = Files.write(
                directory.resolve("my.jsonl"),
                List.of(
                        "{\"eventId\":\"gelöscht-日\",\"fileId\":\"8700000000000002\"}",
                        "{\"eventId\":\"e-3\",\"fileId\":\"" + DEAD + "\"}"));
        assertThat(done(jar, "request", "--file-id", "8700000000000001")).contains("published 1 request to " + topic);
        assertThat(done(jar, "request", "--file", file.toString())).contains("published 2 requests to " + topic);

        await("two results and a dead letter")
                .until(() -> Stream.of(topic + ".deleted", topic + ".dead-letter")
                        .map(each -> kafka.readCommitted(each).size())
                        .toList()
                        .equals(List.of(2, 1)));
        await("a log line for each")
                .until(
                        service::printed,
                        log -> log.contains("8700000000000001")
                                && log.contains("eventId=\"gelöscht-日\"")
                                && log.contains("DEAD LETTER: "));
    }

    /** What it printed, when all went well and nothing was to be complained of. */
    private static String done(Jar jar, String... args) throws Exception {
        Cli cli = jar.run(args).ended(0);
        assertThat(cli.said()).isEmpty();
        return cli.out();
    }

    private static String address(String printed) {
        Matcher address = ADDRESS.matcher(printed);
        return address.find() ? address.group() : "";
    }

    /** As in an image that sets no locale. */
    private Jar jar(String endpoint) {
        Map<String, String> environment = kafka.environment(topic);
        environment.put("LC_ALL", "C");
        environment.put("MEDIA_DELETER_RETRY_DELAYS", "1s,2s");
        environment.put("TENCENTCLOUD_SECRET_ID", "simulator");
        environment.put("TENCENTCLOUD_SECRET_KEY", "simulator");
        if (!endpoint.isEmpty()) {
            environment.put("MEDIA_DELETER_VOD_ENDPOINT", endpoint);
        }
        return new Jar(directory, environment);
    }
}
