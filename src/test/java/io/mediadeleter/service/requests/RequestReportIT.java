package io.mediadeleter.service.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch job that publishes requests and wants to know what became of each. */
@WithKafka.Together
class RequestReportIT {

    private static final long FIRST_FILE = 8_440_000_000_000_000L;

    @TempDir
    private Path directory;

    private final KafkaFixture kafka;

    @AutoClose
    @SuppressWarnings("NullAway.Init")
    private ServiceRig rig;

    RequestReportIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    private void rig(Map<String, String> more) {
        Map<String, String> settings = new java.util.HashMap<>(more);
        settings.put("MEDIA_DELETER_QUOTA_PER_SECOND", "2000");
        rig = new ServiceRig(kafka, settings);
    }

    private static String file(int number) {
        return String.valueOf(FIRST_FILE + number);
    }

    private String requests(int count) throws IOException {
        List<String> lines = IntStream.range(0, count)
                .mapToObj(i -> "{\"eventId\":\"=e-" + i + "\",\"fileId\":\"" + file(i) + "\"}")
                .toList();
        return Files.write(directory.resolve("requests.jsonl"), lines).toString();
    }

    private Path report(String name) {
        return directory.resolve(name);
    }

    private List<JsonNode> rows(String name) throws IOException {
        return Json.read(Files.readAllLines(report(name)));
    }

    private static List<String> outcomes(List<JsonNode> rows) {
        return rows.stream().map(row -> row.path("outcome").asText()).toList();
    }

    /** How many records are on the request topic. */
    private long published() {
        return kafka.endOffsets(List.of(rig.topics().requested())).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Set<String> publishedOnce(String topic) {
        Set<String> seen = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> each : kafka.readCommitted(topic)) {
            assertThat(seen.add(new String(each.value(), UTF_8)))
                    .as("published twice")
                    .isTrue();
        }
        return seen;
    }

    /** The command that publishes these and waits for them. */
    private String[] command(String... requests) {
        return Stream.of(
                        List.of("request"),
                        List.of(requests),
                        List.of("--wait", "--report", report("r.jsonl").toString()))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private Cli waitFor(String... requests) {
        return rig.cli(command(requests));
    }

    @Test
    void eachRequest_hasARowWithItsEnd_andAReplayIsWaitedForByTheSameCommand() throws IOException {
        rig(Map.of());
        rig.simulator().faults().add(FaultRule.parse("ResourceNotFound@" + file(1)));
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + file(2) + "x1"));
        rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + file(3) + "x1"));
        rig.start("one");
        String[] command = command("--yes", "--file", requests(40));

        Cli first = rig.cli(command).ended(1);

        assertThat(first.said()).isEmpty();
        assertThat(first.out())
                .contains("40 requests: 1 ALREADY_ABSENT, 1 DEAD_LETTER PERMANENT UnsupportedOperation, 38 DELETED")
                .contains("media-deleter request --wait --report ");
        List<JsonNode> rows = rows("r.jsonl");
        assertThat(rows).hasSize(40);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).path("line").asInt()).isEqualTo(i + 1);
            assertThat(rows.get(i).path("eventId").asText()).isEqualTo("=e-" + i);
            assertThat(rows.get(i).path("fileId").asText()).isEqualTo(file(i));
            assertThat(rows.get(i).path("origin").asText())
                    .startsWith(rig.topics().requested() + "/");
            assertThat(rows.get(i).path("requestId").asText()).isNotEmpty();
            assertThat(rows.get(i).path("publishedAt").asText()).endsWith("Z");
            assertThat(rows.get(i).path("settledAt").asText()).endsWith("Z");
        }
        assertThat(rows.get(2).path("attempts").asInt()).isEqualTo(2);
        assertThat(rows.get(1).path("code").asText()).isEqualTo("ResourceNotFound");
        assertThat(rows.get(3).path("faultKind").asText()).isEqualTo("PERMANENT");
        assertThat(rows.get(3).path("message").asText()).isNotEmpty();

        assertThat(rig.cli(command).exitCode()).as("no more has become of it").isEqualTo(1);
        Cli elsewhere = rig.cli(
                        "request",
                        "--bulk",
                        "--wait",
                        "--report",
                        report("r.jsonl").toString())
                .ended(1);
        assertThat(elsewhere.err())
                .contains("was begun on the topic " + rig.topics().requested(), "leave --bulk out");
        rig.cli("dead-letters", "replay", "--all", "--yes").ended(0);
        rig.results(40);
        Cli last = waitFor().ended(0);

        assertThat(last.out()).contains("40 of 40 requests published before, 40 settled.");
        assertThat(outcomes(rows("r.jsonl"))).containsOnly("DELETED", "ALREADY_ABSENT");
        assertThat(publishedOnce(rig.topics().requested())).hasSize(40);
        try (var left = Files.list(directory)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("requests.jsonl", "r.jsonl");
        }
        Cli again = rig.cli(command).ended(1);
        assertThat(again.err()).contains("r.jsonl is there already", "Nothing was published");
        assertThat(publishedOnce(rig.topics().requested())).hasSize(40);
    }

    @Test
    void waitThatTimesOut_isGoneOnWithByTheSameCommandInCsv() throws IOException {
        rig(Map.of());
        String[] command = {
            "request",
            "--bulk",
            "--file",
            requests(1_200),
            "--wait",
            "--timeout",
            "2s",
            "--report",
            report("r.csv").toString(),
            "--yes"
        };

        Cli first = rig.cli(command).ended(1);

        assertThat(first.out()).contains("1,200 requests: 1,200 WAITING");
        assertThat(Files.readAllLines(report("r.csv"))).hasSize(1_201).allMatch(line -> !line.startsWith("="));
        rig.start("one");
        rig.results(1_200);
        command[6] = "10m";
        rig.cli(command).ended(0);

        List<String> rows = Files.readAllLines(report("r.csv"));
        assertThat(rows.get(0)).startsWith("line,eventId,fileId,subAppId,origin,outcome,requestId,");
        assertThat(rows).hasSize(1_201);
        assertThat(rows.get(7))
                .startsWith("\"7\",\"'=e-6\",\"" + file(6) + "\",,\"")
                .contains("\"DELETED\"");
        assertThat(publishedOnce(rig.topics().bulk())).hasSize(1_200);
        assertThat(publishedOnce(rig.topics().requested())).isEmpty();
    }

    @Test
    void resultThatIsRemovedBeforeItIsRead_isMissed() throws Exception {
        rig(Map.of());
        String[] command = command("--file-id", file(0), "--timeout", "2s");
        assertThat(rig.cli(command).out()).contains("1 request: 1 WAITING");
        rig.start("one");
        rig.results(1);
        kafka.endOffsets(List.of(rig.topics().deleted())).keySet().forEach(each -> kafka.deleteRecords(each, -1));

        Cli last = rig.cli(command).ended(1);

        assertThat(last.err()).contains("are gone unread: some of these requests may never count as settled");
    }

    @Test
    void requestThatIsHeld_isARowThatSaysSo() throws IOException {
        rig(Map.of());
        rig.start("one");
        rig.cli("holds", "add", "media:" + file(1), "--reason", "legal case").ended(0);

        waitFor("--file", requests(2)).ended(1);

        List<JsonNode> rows = rows("r.jsonl");
        assertThat(outcomes(rows)).containsExactly("DELETED", "DEAD_LETTER");
        assertThat(rows.get(1).path("faultKind").asText()).isEqualTo("HELD");
        assertThat(rows.get(1).path("code").asText()).isEqualTo("Hold.Media");
        assertThat(rows.get(1).path("message").asText()).contains("legal case");
        assertThat(rows.get(1).path("attempts").asInt()).isZero();
    }

    @Test
    void dryRun_isNotDone() throws IOException {
        rig(Map.of("MEDIA_DELETER_DRY_RUN", "true"));
        rig.start("one");

        Cli cli = waitFor("--file-id", file(0)).ended(1);

        assertThat(cli.out()).contains("1 request: 1 DRY_RUN", "DRY_RUN deletes nothing");
        Cli again = waitFor("--file-id", file(0));
        assertThat(again.out()).contains("1 of 1 request published before, 1 settled");
        Cli other = waitFor("--file-id", file(1)).ended(1);
        assertThat(other.err()).contains("is the report of other requests");
        assertThat(publishedOnce(rig.topics().requested())).hasSize(1);
    }

    @Test
    void requestsThatAreNotValidOrNotAgreedTo_leaveNothingBehind() throws IOException {
        rig(Map.of());
        Path bad = Files.writeString(directory.resolve("bad.jsonl"), "{}\n");

        Cli cli = waitFor("--file", bad.toString()).ended(1);

        assertThat(cli.err()).contains("nothing was published");
        String many = requests(11);
        Cli unasked = waitFor("--file", many).ended(2);
        assertThat(unasked.err()).contains("--yes", "Nothing was published");
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(bad, Path.of(many));
        }
        assertThat(publishedOnce(rig.topics().requested())).isEmpty();
    }

    /** Of a process that is killed while it publishes some requests may be on the topic and some not: none is sent again. */
    @Test
    void killedWhilePublishing_goesOnAndPublishesNothingTwice() throws Exception {
        rig(Map.of());
        int count = 3_000;
        Map<String, String> slow = rig.environment("cli");
        slow.put("MEDIA_DELETER_KAFKA_PRODUCER_BATCH_SIZE", "0"); // a record each way
        String client = "killed-while-publishing";
        slow.put("MEDIA_DELETER_KAFKA_CLIENT_CLIENT_ID", client);
        // After a few hundred requests a hundred a second at most: it is killed far from the last ones.
        kafka.limitProducer(client, 20_000);
        try (Jar.Running killed =
                new Jar(directory, slow).startPlain("64m", command("--yes", "--file", requests(count)))) {
            await().pollInterval(Duration.ofMillis(10)).until(() -> published() > 100);
            killed.kill();
        }
        int before = publishedOnce(rig.topics().requested()).size();
        assertThat(before).isLessThan(count);
        try (Jar.Running no = new Jar(directory, rig.environment("cli")).startOnTerminal(command())) {
            await().until(() -> no.printed().contains("Publish the other "));
            no.type("n\n");
            assertThat(no.ended(1)).contains("Nothing more was published.");
        }
        assertThat(publishedOnce(rig.topics().requested())).hasSize(before);
        rig.start("one");

        Cli last = waitFor();

        List<JsonNode> rows = rows("r.jsonl");
        Set<String> published = publishedOnce(rig.topics().requested());
        assertThat(rows).hasSize(count);
        assertThat(published).hasSizeGreaterThanOrEqualTo(count - 500);
        assertThat(outcomes(rows)).filteredOn("DELETED"::equals).hasSize(published.size());
        assertThat(outcomes(rows)).filteredOn("UNKNOWN"::equals).hasSize(count - published.size());
        assertThat(last.exitCode()).isEqualTo(published.size() == count ? 0 : 1);
    }

    @Test
    void onATerminal_itAsksDrawsAndStopsAtCtrlC() throws Exception {
        rig(Map.of());
        String[] command = command("--file", requests(300));
        try (Jar.Running no = new Jar(directory, rig.environment("cli")).startOnTerminal(command)) {
            await().until(() -> no.printed().contains("Publish 300 requests to "));
            assertThat(no.printed()).contains("300 of them to delete whole media for good? [y/N]");
            no.type("n\n");
            no.ended(1);
        }
        assertThat(publishedOnce(rig.topics().requested())).isEmpty();
        try (Jar.Running stopped = new Jar(directory, rig.environment("cli")).startOnTerminal(command)) {
            await().until(() -> stopped.printed().contains("? [y/N]"));
            stopped.type("y\n");
            await().until(() -> stopped.printed().contains("0 of 300 settled"));
            stopped.type("\u0003");
            assertThat(stopped.ended(1)).contains("300 WAITING", "media-deleter request --wait --report");
        }
        rig.start("one");
        try (Jar.Running last = new Jar(directory, rig.environment("cli")).startOnTerminal(command())) {
            assertThat(last.ended(0)).contains("300 requests: 300 DELETED");
        }
        assertThat(publishedOnce(rig.topics().requested())).hasSize(300);
    }
}
