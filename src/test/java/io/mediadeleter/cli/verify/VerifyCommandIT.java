package io.mediadeleter.cli.verify;

import static io.mediadeleter.cli.verify.PlantedResults.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Terminal;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.MediaPart;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.request.Credential;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.Time;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.Keys;
import io.mediadeleter.vod.MediaInquiry;
import io.mediadeleter.vod.VodMediaInquiry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command in this JVM, over results that lie on a topic. */
@WithKafka.Together
class VerifyCommandIT {

    private static final String DELETED = "'outcome':'DELETED','requestId':'q',";

    private final KafkaFixture kafka;
    private final Map<String, String> environment = new HashMap<>();

    @AutoClose
    private final Simulator api = Simulator.start(new SimulatorSettings().credentials(new Credential("id", "key")));

    @TempDir
    private Path directory;

    private Time time = Time.system();
    private Consumer<Runnable> onSignal = action -> {};
    private Function<Settings, MediaInquiry> connecting = settings -> new VodMediaInquiry(
            settings.vod(),
            CredentialSource.fixed(new Keys("id", "key", null)),
            new FaultTable(settings.faultOverrides()));

    VerifyCommandIT(KafkaFixture kafka) {
        this.kafka = kafka;
        String prefix = kafka.unique("verified");
        environment.put("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("MEDIA_DELETER_GROUP_ID", prefix);
        environment.put("MEDIA_DELETER_TOPICS_REQUESTED", prefix);
        environment.put("MEDIA_DELETER_TOPICS_DELETED", prefix + ".deleted");
        environment.put("MEDIA_DELETER_TOPICS_PARTITIONS", "3");
        environment.put("MEDIA_DELETER_VOD_ENDPOINT", api.uri().toString());
        kafka.createTopics(settings());
    }

    @Test
    void mediaThatIsStillThere_isFoundAndNothingElse() throws Exception {
        List<byte[]> results = new ArrayList<>();
        for (int id = 1; id <= 130; id++) {
            results.add(json(String.valueOf(id), (id % 3 == 0 ? "'subAppId':7," : "") + DELETED));
            if (id % 40 != 0) {
                api.media().remove(id % 3 == 0 ? 7 : 0, String.valueOf(id));
            }
        }
        plant(results);
        Path report = directory.resolve("rows.jsonl");

        Cli run = verify("--rate", "100", "--report", report.toString()).ended(1);

        assertThat(run.out())
                .startsWith("3 of 130 that were reported deleted are still there.")
                .contains("127  gone", "still there: 40, deleted ", "still there: 120 of sub-application 7, deleted ");
        assertThat(Files.readAllLines(report)).hasSize(130);
        assertThat(Json.read(Files.readAllLines(report)).stream()
                        .filter(row -> row.path("presence").asText().equals("STILL_THERE"))
                        .map(row -> row.path("fileId").asText()))
                .containsExactlyInAnyOrder("40", "80", "120");
        assertThat(api.calls().all()).isEmpty();
        assertThat(api.described().all())
                .hasSize(87 / 20 + 43 / 20 + 2)
                .allMatch(call -> call.fileIds().size() <= 20);
    }

    @Test
    void allGone_isZero() {
        api.media().remove(0, "1");
        plant(List.of(json("1", DELETED), json("1", DELETED), json("2", "'outcome':'DRY_RUN',"), new byte[] {'?'}));
        Cli run = verify().ended(0);
        assertThat(run.out())
                .startsWith("All is gone. 1 record on the topic is no result that this version can read.")
                .contains("1  gone", "1  left out: results of a dry run", "1  left out: results about the same")
                .contains("1  left out: records that are no results");
        assertThat(api.described().all()).singleElement().returns(List.of("1"), Call::fileIds);
    }

    /** A cron job must not take for proof what nobody could read. */
    @Test
    void resultsBehindAnOpenTransaction_areWaitedFor_andThenSaidFirst() throws Exception {
        api.media().remove(0, "1");
        plant(List.of(json("1", DELETED)));
        time = new StoppedTime();
        String topic = settings().topics().deleted();
        try (AutoCloseable open = kafka.hide(List.of(new ProducerRecord<>(topic, 0, null, json("2", DELETED))))) {
            assertThat(open).isNotNull();

            Path report = Files.writeString(directory.resolve("rows.jsonl"), "of yesterday");
            Cli run = verify("--until", "2026-11-25T10:00:01Z", "--report", report.toString())
                    .ended(1);

            assertThat(report).hasContent("of yesterday");
            assertThat(Files.readAllLines(directory.resolve("rows.jsonl.partial")))
                    .hasSize(1);

            assertThat(run.out())
                    .startsWith("Not all results were verified: 1 record on " + topic
                            + "/0 cannot be read: it lies behind a transaction that has been open since 20")
                    .contains("Of what could be read: All is gone.");
            assertThat(run.err()).contains("Waiting up to 30 s for a transaction to end");
        }
    }

    @Test
    void parts_areToldFromTheMedia() {
        String hd = "'deleteParts':[{'type':'TranscodeFiles','definition':100010}],";
        api.media().delete(0, "1", Set.of(new MediaPart("TranscodeFiles", 100010)));
        api.media().remove(0, "3");
        plant(List.of(
                json("1", hd + DELETED),
                json("2", hd + DELETED),
                json("3", hd + DELETED),
                json("4", "'deleteParts':[{'type':'WechatPublishFiles'}]," + DELETED)));
        Cli run = verify("--format", "json").ended(1);
        List<JsonNode> lines = Json.read(run.out().lines().toList());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("fileId").asText()).isEqualTo("2");
        assertThat(lines.get(0).path("detail").asText()).isEqualTo("TranscodeFiles:100010");
        assertThat(lines.get(1).path("counts"))
                .isEqualTo(
                        Json.read("{\"GONE\":1,\"PARTS_GONE\":1,\"STILL_THERE\":1,\"NOT_DESCRIBED\":1,\"UNKNOWN\":0}"));
        assertThat(lines.get(1).path("complete").asBoolean()).isTrue();
        assertThat(run.said()).isEmpty();
    }

    @Test
    void time_isThatOfTheDeletion() {
        plant(List.of(json("1", DELETED)));
        assertThat(verify("--since", "2026-11-25T10:00:00.001Z").out())
                .startsWith("The topic has no results of this time.");
        verify("--since", "2026-11-25T09:00:00Z", "--until", "2026-11-25T10:00:00Z")
                .ended(0);
        assertThat(api.described().all()).isEmpty();
        verify("--since", "2026-11-25T10:00:00Z", "--until", "2026-11-25T10:00:00.001Z")
                .ended(1);
        assertThat(api.described().all()).hasSize(1);
    }

    @Test
    void misuse_isTwo() {
        verify("--rate", "0").ended(2);
        assertThat(verify("--rate", "101").err()).contains("--rate is 1 to 100 calls a second, not 101");
        assertThat(verify("--since", "1h", "--until", "2h").err()).contains("no result fits");
        verify("--since", "yesterday").ended(2);
        verify("some").ended(2);
    }

    @Test
    void missingRight_isNamed() {
        api.faults().add(FaultRule.parse("DescribeMediaInfos/UnauthorizedOperation"));
        plant(List.of(json("1", DELETED)));
        Cli run = verify().ended(1);
        assertThat(run.out())
                .startsWith("Stopped: the API refuses to tell: UnauthorizedOperation")
                .contains("Allow vod:DescribeMediaInfos");
        assertThat(api.calls().all()).isEmpty();
    }

    @Test
    void throttledAndFailingApi_changesNoAnswer() {
        for (int id = 1; id <= 100; id++) {
            api.media().remove(0, String.valueOf(id));
        }
        api.media().put(0, "77");
        for (String fault : List.of("RequestLimitExceeded", "InternalError", "http-503", "garbage", "reset", "empty")) {
            api.faults().add(FaultRule.parse("DescribeMediaInfos/" + fault + "@*x1"));
        }
        plant(IntStream.rangeClosed(1, 100)
                .mapToObj(id -> json(String.valueOf(id), DELETED))
                .toList());
        Cli run = verify("--rate", "100").ended(1);
        assertThat(run.out()).contains("99  gone", "1  still there", "still there: 77,");
        assertThat(api.faults().rules()).isEmpty();
    }

    @Test
    void csvReport_isFitForSpreadsheets() throws Exception {
        Path report = directory.resolve("rows.CSV");
        api.media().remove(0, "1");
        plant(List.of(("{\"eventId\":\"=cmd|'x'\",\"requestEventId\":\"a,b\",\"fileId\":\"1\",\"outcome\":\"DELETED\","
                        + "\"requestId\":\"q\",\"deletedAt\":\"2026-11-25T10:00:00.000Z\"}")
                .getBytes(UTF_8)));
        verify("--report", report.toString()).ended(0);
        List<String> lines = Files.readAllLines(report);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("fileId,subAppId,parts,presence,detail,deletedAt");
        assertThat(lines.get(1)).startsWith("\"1\",,,\"GONE\",,\"2026-11-25T10:00:00Z\",\"'=cmd|'x'\",\"a,b\",\"q\",");
    }

    @Test
    void reportThatCannotBeWritten_isToldBeforeAnythingIsAsked() {
        plant(List.of(json("1", DELETED)));
        Cli run = verify("--report", directory.resolve("no/such/folder").toString())
                .ended(1);
        assertThat(run.err()).contains("Cannot write the report");
        assertThat(api.described().all()).isEmpty();
    }

    @Test
    void ctrlC_saysWhatWasVerifiedUntilThen() throws Exception {
        api.media().remove(0, "1");
        plant(IntStream.rangeClosed(1, 50)
                .mapToObj(id -> json(String.valueOf(id), DELETED))
                .toList());
        onSignal = Runnable::run;
        Path report = directory.resolve("rows.jsonl");
        Path partial = Files.writeString(directory.resolve("rows.jsonl.partial"), "of yesterday");
        Cli run = verify("--report", report.toString()).ended(1);
        assertThat(run.out()).startsWith("Stopped. Verified before: 0; read and not asked about: ");
        assertThat(run.err())
                .contains("The report is not complete. Nothing was verified: " + partial + " has no rows.");
        assertThat(partial).isEmptyFile();
        assertThat(report).doesNotExist();
        assertThat(api.described().all()).isEmpty();
    }

    @Test
    void failureBeforeTheFirstRow_leavesAReportWithoutRows() throws Exception {
        plant(List.of(json("1", DELETED)));
        connecting = settings -> new MediaInquiry() {
            @Override
            public Answer ask(Question question) {
                throw new CommandFailure("no keys");
            }

            @Override
            public void close() {}
        };

        Cli run = verify("--report", directory.resolve("rows.csv").toString()).ended(1);

        assertThat(run.err()).contains("The report is not complete. Nothing was verified: ", "no keys");
        assertThat(directory.resolve("rows.csv.partial"))
                .content()
                .startsWith("fileId,")
                .hasLineCount(1);
        assertThat(directory.resolve("rows.csv")).doesNotExist();
        assertThat(directory.resolve("rows.csv.new")).doesNotExist();
    }

    /** As the topic's retention leaves it, or somebody's kafka-delete-records. */
    @Test
    void resultsThatWereAllRemoved_areSaidToBe() {
        String topic = settings().topics().deleted();
        kafka.produce(List.of(new ProducerRecord<>(topic, 1, null, json("1", DELETED))));
        assertThat(verify("--since", "2026-11-25T00:00:00Z").ended(1).out()).doesNotContain("has removed results");
        kafka.deleteRecords(new TopicPartition(topic, 1), -1);

        Cli run = verify("--since", "2026-11-25T00:00:00Z").ended(0);
        JsonNode told = Json.read(
                verify("--since", "2026-11-25T00:00:00Z", "--format", "json").out());

        assertThat(run.out())
                .startsWith("The topic has no results of this time.")
                .contains("The topic has removed results, and may have removed some from before ");
        assertThat(Instant.parse(told.path("oldest").asText())).isAfter(Instant.parse("2026-11-26T00:00:00Z"));
        assertThat(verify().out()).doesNotContain("has removed results");
    }

    @Test
    void topicThatIsNotThere_isNamed() {
        environment.put("MEDIA_DELETER_TOPICS_DELETED", "no-such-topic");
        Cli run = verify().ended(1);
        assertThat(run.err()).contains("Cannot read the results on no-such-topic: there is no such topic");
        assertThat(run.out()).isEmpty();
        JsonNode told = Json.read(verify("--format", "json").out());
        assertThat(told.path("complete").asBoolean(true)).isFalse();
        assertThat(told.path("ended").asText()).startsWith("Cannot read the results on no-such-topic");
    }

    private void plant(List<byte[]> values) {
        String topic = settings().topics().deleted();
        kafka.produce(values.stream()
                .map(value -> new ProducerRecord<byte[], byte[]>(topic, null, value))
                .toList());
    }

    private Cli verify(String... args) {
        VerifyCommand command = new VerifyCommand(
                new ProcessContext(this::settings, Terminal.system(), action -> onSignal.accept(action), time),
                connecting);
        CommandLine line = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, failed, parsed) -> {
                    failed.getErr().println(failure.getMessage());
                    return 1;
                });
        return Cli.run(line, args);
    }

    private Settings settings() {
        return Settings.load(environment, null);
    }
}
