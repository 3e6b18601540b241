package io.mediadeleter.service.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Jar;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.Acls;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.SecuredKafka;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.kafka.acl.AccessPlan;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.request.Credential;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it ships, with secrets planted wherever one can be given: none of them comes out again. */
class SecretsIT {

    private static final Duration PATIENCE = Patience.LIMIT;

    /** All secrets begin like this. */
    private static final String MARK = "planted-";

    private static final String URL_PASSWORD = MARK + "url-password";
    private static final String EVERYTHING = """
            <configuration>
              <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%level %logger %msg %kvp %mdc%n%ex</pattern></encoder>
              </appender>
              <root level="DEBUG"><appender-ref ref="all"/></root>
            </configuration>
            """;

    @TempDir
    private static Path directory;

    private static SecuredKafka broker;

    @AutoClose
    private static KafkaFixture kafka;

    @AutoClose
    private static Simulator simulator;

    private static Map<String, String> environment;
    private static Settings plain;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredKafka.startWithScram();
        kafka = KafkaFixture.on(broker);
        simulator = Simulator.start(new SimulatorSettings()
                .address("127.0.0.1", 0)
                .credentials(new Credential(MARK + "secret-id", MARK + "secret-key")));
        plain = Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), null);
        try (TopicAdmin admin = new TopicAdmin(plain.kafka())) {
            admin.create(TopicPlan.of(plain.topics(), 1, Optional.empty()));
        }
        new Acls(kafka.admin(), SecuredKafka.USER)
                .grant(AccessPlan.of(plain.kafka(), plain.topics()).rights());
        environment = new HashMap<>(broker.environment(SecuredKafka.USER));
        environment.put("MEDIA_DELETER_VOD_ENDPOINT", simulator.uri().toString());
        environment.put("MEDIA_DELETER_OPS_PORT", "0");
        environment.put("TENCENTCLOUD_SECRET_ID", MARK + "secret-id");
        environment.put("TENCENTCLOUD_SECRET_KEY", MARK + "secret-key");
        Files.writeString(directory.resolve("logback.xml"), EVERYTHING);
    }

    @Test
    void check_provesTheKeysAndShowsNone() throws Exception {
        String shown = run(Map.of(), "check", "--all", "--call");

        assertThat(shown)
                .contains("All is ok.", "come from the environment", "ResourceNotFound", "sasl.jaas.config = ***")
                .doesNotContain(MARK);
    }

    @Test
    void refusedKeys_areToldWithoutThem() throws Exception {
        String shown =
                run(Map.of("TENCENTCLOUD_SECRET_KEY", MARK + "other-key"), "check", "--call", "--format", "json");

        assertThat(shown)
                .contains("\"ok\" : false", "AuthFailure.SignatureFailure")
                .doesNotContain(MARK);
    }

    @Test
    void settingsThatAreWrong_areToldWithoutSecrets() throws Exception {
        Map<String, String> wrong = Map.of(
                "MEDIA_DELETER_VOD_ENDPOINT",
                "https://me:" + URL_PASSWORD + "@vod.invalid",
                "MEDIA_DELETER_KAFKA_CLIENT_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL",
                "https://me:" + URL_PASSWORD + "@idp.invalid/token",
                "MEDIA_DELETER_KAFKA_CLIENT_SASL_JAAS_CONFIG",
                MARK + "no-jaas");

        assertThat(run(wrong, "check"))
                .contains("***@vod.invalid", "***@idp.invalid")
                .doesNotContain(MARK);
        assertThat(run(wrong, "run"))
                .contains("***@vod.invalid", "***@idp.invalid")
                .doesNotContain(MARK);
    }

    @Test
    void clientsThatCannotBegin_areToldWithoutSecrets() throws Exception {
        String client = "MEDIA_DELETER_KAFKA_CLIENT_";
        for (Map<String, String> wrong : List.of(
                Map.of(client + "SASL_JAAS_CONFIG", MARK + "no-jaas"),
                Map.of(client + "SSL_TRUSTSTORE_PASSWORD", MARK + "wrong"),
                Map.of(
                        client + "SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"x\" password=\""
                                + MARK + "wrong\";"))) {
            assertThat(run(wrong, "run")).isNotBlank().doesNotContain(MARK);
        }
    }

    @Test
    void runningInstance_showsNoneInItsPagesNorInJsonNorWhenItTellsAll() throws Exception {
        List<String> all = List.of("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));

        assertThat(pagesAndLog(List.of())).contains("DELETED").doesNotContain(MARK);
        assertThat(pagesAndLog(all)).contains("DELETED", "DEBUG").doesNotContain(MARK);
    }

    private static String pagesAndLog(List<String> options) throws Exception {
        Path log = Files.createTempFile(directory, "run", ".log");
        Process process = process(options, Map.of("MEDIA_DELETER_LOG_FORMAT", "json"), log, "run");
        try {
            String fileId = "80000000000000" + process.pid();
            kafka.produce(
                    plain.topics().requested(),
                    fileId,
                    "{\"eventId\":\"e-" + fileId + "\",\"fileId\":\"" + fileId + "\"}");
            await("the deletion")
                    .untilAsserted(() -> assertThat(Files.readString(log)).contains("DELETED"));
            String pages = page(log, "/status") + page(log, "/metrics") + page(log, "/health/ready");
            process.destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return pages + Files.readString(log);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String page(Path log, String path) throws Exception {
        Matcher port = Pattern.compile("status on port (\\d+)").matcher(Files.readString(log));
        assertThat(port.find()).isTrue();
        return WebPage.text(URI.create("http://127.0.0.1:" + port.group(1) + path));
    }

    private static String run(Map<String, String> more, String... arguments) throws Exception {
        Path log = Files.createTempFile(directory, "command", ".log");
        Process process = process(List.of(), more, log, arguments);
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log, UTF_8);
    }

    private static Process process(List<String> options, Map<String, String> more, Path log, String... arguments)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Jar.command("256m", options, arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        return builder.start();
    }
}
