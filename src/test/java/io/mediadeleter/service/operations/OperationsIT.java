package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.MetricsText;
import io.mediadeleter.service.ServiceRig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of an instance that works with a real broker. */
@WithKafka.Together
class OperationsIT {

    @AutoClose
    private final ServiceRig rig;

    @SuppressWarnings("NullAway.Init")
    private URI root;

    OperationsIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_OPS_PORT", "0"));
    }

    @BeforeEach
    void start() {
        root = rig.startWithPages("one");
        await("ready").until(() -> get("/health/ready").statusCode() == 200);
    }

    @Test
    void instanceThatWorks_isLiveAndShowsItsPartitions() {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);

        await("what is held to be known, too").untilAsserted(() -> {
            JsonNode status = status();
            assertThat(status.path("phase").asText()).isEqualTo("RUNNING");
            assertThat(status.at("/instance/name").asText()).isEqualTo("one");
            assertThat(status.at("/calls/state").asText()).isEqualTo("CALLING");
            assertThat(requestedPartitions(status)
                            .map(partition -> partition.path("partition").asInt()))
                    .containsExactly(0, 1);
        });
    }

    @Test
    void page_bringsAllThatItNeedsAndNothingFromElsewhere() {
        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe", "http");
        Matcher asset = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
        assertThat(asset.results().map(found -> found.group(1)))
                .contains("/status.js", "/status.css")
                .allSatisfy(path -> assertThat(path).matches("(/[a-z./]*|data:,)"))
                .filteredOn(path -> path.startsWith("/"))
                .allSatisfy(path -> assertThat(get(path).statusCode()).as(path).isEqualTo(200));
        assertThat(get("/status.js").body()).doesNotContain("innerHTML", "eval(");
    }

    @Test
    void whatThePageReads_isThere() {
        rig.requestAll(fileIds(3));
        rig.publish(null, "nonsense".getBytes(UTF_8), Map.of());
        rig.results(3);
        rig.deadLetters(1);

        await().untilAsserted(() -> {
            JsonNode status = status();
            assertThat(status.at("/group/sentence").asText())
                    .as("no group calls a simulator unseen")
                    .startsWith("Healthy")
                    .contains(". Calls go to 127.0.0.1:");
            assertThat(status.at("/situation/text").asText())
                    .startsWith(status.at("/own/text").asText() + " Calls go to 127.0.0.1:");
            assertThat(status.at("/own/level").asText()).isEqualTo("WELL");
            assertThat(status.at("/own/text").asText()).startsWith("Healthy");
            assertThat(status.at("/group/instances/0/level").asText()).isEqualTo("WELL");
            assertThat(status.at("/group/figures/due").asInt(-1)).isZero();
            assertThat(status.at("/group/deadLetters/0/count").asInt()).isEqualTo(1);
            assertThat(status.at("/lastDeadLetters/0/code").asText()).isEqualTo("InvalidJson");
            assertThat(status.at("/requesters/0/requests").asInt()).isEqualTo(3);
            assertThat(status.at("/limits/quotaPerSecond").asInt()).isEqualTo(100);
            assertThat(status.at("/control/leased").asBoolean()).isTrue();
            assertThat(status.at("/control/pauses").asInt(-1)).isZero();
            assertThat(status.at("/control/holds").asInt(-1)).isZero();
            assertThat(status.at("/deadLetters/0/fault").asText()).isEqualTo("MALFORMED");
            assertThat(status.at("/deadLetters/0/count").asInt()).isEqualTo(1);
        });
        await("a step of five seconds to end")
                .until(
                        () -> StreamSupport.stream(
                                        json("/history").path("calls").spliterator(), false)
                                .mapToInt(JsonNode::asInt)
                                .sum(),
                        calls -> calls == 3);
    }

    @Test
    void metrics_areTheSameInOpenMetricsAndEachHasAText() {
        rig.requestAll(fileIds(1));
        rig.results(1);
        HttpRequest asked = HttpRequest.newBuilder(root.resolve("/metrics"))
                .header(
                        "Accept",
                        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1")
                .build();
        await("no new meter between two looks").untilAsserted(() -> {
            HttpResponse<String> open = HttpClient.newHttpClient().send(asked, BodyHandlers.ofString());
            String plain = metrics();

            assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
            assertThat(open.body()).endsWith("# EOF\n");
            assertThat(names(open.body())).containsExactlyInAnyOrderElementsOf(names(plain));
            MetricsText.assertEachHasOneText(plain);
            MetricsText.assertEachHasOneText(open.body());
        });
    }

    /** The Kafka client reports a topic with dots in its name twice, the second time with underscores in their place. */
    @Test
    void lag_isShownOnceForEachPartition() {
        rig.requestAll(rig.topics().bulk(), fileIds(3));
        rig.results(3);
        Pattern lag = Pattern.compile("kafka_consumer_fetch_manager_records_lag\\{.*topic=\"([^\"]+)\".*");

        await("the lag of all topics, for which Micrometer looks once a minute")
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(metrics()
                                .lines()
                                .map(lag::matcher)
                                .filter(Matcher::matches)
                                .map(found -> found.group(1)))
                        .containsExactlyInAnyOrderElementsOf(rig.topics().consumed().stream()
                                .flatMap(topic -> Stream.of(topic, topic))
                                .toList()));
    }

    private static Set<String> names(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Alerts and dashboard go silent without a word when a meter is renamed. */
    @Test
    void everyMeterOfTheAlertsAndTheDashboard_isShown() throws IOException {
        rig.requestAll(fileIds(1));
        rig.publish(null, "nonsense".getBytes(UTF_8), Map.of());
        rig.results(1);
        rig.deadLetters(1);
        Set<String> used = new TreeSet<>();
        for (String file : List.of("prometheus/alerts.yml", "grafana/dashboards/media-deleter.json")) {
            Pattern.compile("(?<!:)(?:media_deleter|jvm|process)_[a-z_]+")
                    .matcher(Files.readString(Path.of("src/main/ops", file)))
                    .results()
                    .map(MatchResult::group)
                    .forEach(used::add);
        }

        await().untilAsserted(() -> {
            // Only an instance that has sent something to a retry topic has these.
            assertThat(names(metrics()))
                    .containsAll(used.stream()
                            .filter(name -> !name.startsWith("media_deleter_retries"))
                            .toList());
        });
        assertThat(used).hasSizeGreaterThan(20);
        assertThat(metrics().lines().filter(line -> line.startsWith("media_deleter_")))
                .as("groups that share a job are told apart")
                .allMatch(line ->
                        line.contains("group=\"" + rig.settings("x").kafka().groupId() + "\""));
    }

    @Test
    void settledRequest_isCountedAndRead() {
        rig.requestAll(fileIds(1));
        rig.results(1);

        await().untilAsserted(() -> assertThat(MetricsText.withoutGroup(metrics()))
                .contains("media_deleter_settlements_total{kind=\"deleted\"} 1.0")
                .contains("media_deleter_calls_seconds_count{outcome=\"deleted\"} 1")
                .contains("media_deleter_partitions_assigned ")
                .contains("jvm_memory_used_bytes"));
        await().untilAsserted(() -> assertThat(requestedPartitions(status()))
                .anySatisfy(partition ->
                        assertThat(partition.path("unread").asLong(-1)).isZero()));
    }

    @Test
    void apiThatIsGone_isAReasonToStopCallingButNotToRestart() {
        rig.simulatorGone();
        rig.requestAll(fileIds(40));

        JsonNode stopped = await("calling stopped")
                .until(
                        this::status,
                        status -> status.at("/calls/state").asText().equals("STOPPED"));

        assertThat(stopped.at("/calls/because/code").asText()).isEqualTo("Network.ConnectionRefused");
        assertThat(stopped.at("/calls/because/message").asText()).isNotEmpty();
        assertThat(stopped.at("/calls/since").asText()).isNotEmpty();
        assertThat(MetricsText.withoutGroup(metrics())).contains("media_deleter_calling 0.0");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        rig.simulatorBack();
        await("calling again")
                .until(
                        this::status,
                        status -> status.at("/calls/state").asText().equals("CALLING"));
    }

    @Test
    void requestsThatAreNotReadForNow_areCountedAsUnread() {
        rig.simulatorGone();
        rig.requestAll(fileIds(3_000));

        await("open and unread together").untilAsserted(() -> {
            List<JsonNode> partitions = requestedPartitions(status()).toList();
            assertThat(partitions.stream()
                            .mapToLong(partition -> partition.path("open").asLong()
                                    + partition.path("unread").asLong())
                            .sum())
                    .isBetween(2_900L, 3_000L); // a few were called before calling stopped
            assertThat(partitions)
                    .anySatisfy(partition ->
                            assertThat(partition.path("paused").asBoolean()).isTrue())
                    .anySatisfy(partition ->
                            assertThat(partition.path("unread").asLong()).isPositive());
        });
    }

    private static Stream<String> fileIds(int count) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf(8_000_000_000_000_000L + i));
    }

    private Stream<JsonNode> requestedPartitions(JsonNode status) {
        return StreamSupport.stream(status.path("partitions").spliterator(), false)
                .filter(partition ->
                        partition.path("topic").asText().equals(rig.topics().requested()));
    }

    private String metrics() {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return answer.body();
    }

    private JsonNode status() {
        return json("/status");
    }

    private JsonNode json(String path) {
        return Json.read(get(path).body());
    }

    private HttpResponse<String> get(String path) {
        return WebPage.get(root.resolve(path));
    }
}
