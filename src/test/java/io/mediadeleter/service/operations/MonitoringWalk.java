package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Programs;
import io.mediadeleter.fixture.ProxiedKafka;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.PlantedLetter;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.vod.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real Prometheus looks at real instances in every situation that somebody on call may meet, and evaluates all alerts and all panels of
 * the dashboard: each alert fires where it is meant to and nowhere else, and no panel is empty on an ordinary day. It takes minutes,
 * and needs the program {@code prometheus}: {@code mvn -Pmonitoring verify}.
 *
 * <p>These alerts are proved by {@code alerts_test.yml} alone. Their counts do not grow thirty times as fast: CommitsFail,
 * ControlTopicLost, LoopSilent. They need a topic that is cut, a broker more or a stuck standard output:
 * RecordsLost, RecordsRedone, PartitionStuck, LogStandsStill; NameTaken and MembersRemoved need
 * other processes.
 */
@WithKafka.Together
record MonitoringWalk(KafkaFixture kafka) {

    private static final Keys BAD_KEY = new Keys("id", "another-key", null);

    @SuppressWarnings("NullAway.Init")
    private static PrometheusRun prometheus;

    @BeforeAll
    static void start() throws Exception {
        Programs.assumeInstalled("prometheus");
        prometheus = PrometheusRun.start(
                Files.createTempDirectory(Files.createDirectories(Path.of("target", "monitoring")), "run-")
                        .toAbsolutePath());
        await("the alert of nobody being there")
                .until(() -> prometheus
                                .query("ALERTS{alertname=\"MediaDeleterGone\",alertstate=\"firing\"}")
                                .size()
                        == 1);
    }

    @AfterAll
    static void stop() {
        prometheus.close();
    }

    private WatchedGroup situation(Map<String, String> settings) {
        return new WatchedGroup(prometheus, kafka, settings);
    }

    @Test
    void calm() {
        try (WatchedGroup calm = situation(Map.of()).two()) {
            calm.requests(40).rig.results(40);
            calm.lookOn(40).fires();
            assertThat(calm.shows("Calling")).isEqualTo(1);
            assertThat(calm.shows("Instances")).isEqualTo(2);
            assertThat(calm.shows("Waiting")).isZero();
            assertThat(calm.shows("Done in")).isZero();
        }
    }

    @Test
    void ordinaryDay_hasNoEmptyPanel() {
        try (WatchedGroup day = situation(Map.of("MEDIA_DELETER_CALLS_MAX_DELETES_PER_HOUR", "100000"))) {
            hold(day, "media:8000000000000001");
            day.rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@8000000000000002x1"));
            day.rig.simulator().faults().add(FaultRule.parse("InternalError@8000000000000003x1"));
            day.two();
            await("every panel").untilAsserted(() -> {
                day.requests(10);
                assertThat(day.emptyPanels()).isEmpty();
            });
            day.fires("MediaDeleterDeadLetters");
        }
    }

    @Test
    void wrongKey() {
        try (WatchedGroup all = situation(Map.of()).instance("a", BAD_KEY).instance("b", BAD_KEY)) {
            all.requests(40).fires("MediaDeleterCallingStopped");
            assertThat(all.shows("Calling")).isZero();
        }
    }

    @Test
    void wrongKeyUnderABacklog() {
        try (WatchedGroup all = situation(Map.of()).instance("a", BAD_KEY)) {
            all.requests(3_000).fires("MediaDeleterCallingStopped", "MediaDeleterStandsStill");
            assertThat(all.shows("Waiting")).isGreaterThan(2_900);
        }
    }

    @Test
    void wrongKeyOfOneOfTwo() {
        try (WatchedGroup one = situation(Map.of()).instance("a").instance("b", BAD_KEY)) {
            one.requests(200).fires("MediaDeleterCallingStopped");
            assertThat(one.shows("Calling")).isZero();
        }
    }

    @Test
    void apiThatRefusesConnections() {
        try (WatchedGroup gone = situation(Map.of()).two()) {
            gone.rig.simulatorGone();
            gone.requests(40).fires("MediaDeleterCallingStopped");
            gone.rig.simulatorBack();
            gone.showsSoon("Calling", 1);
        }
    }

    @Test
    void apiThatIsSilent() {
        try (WatchedGroup silent =
                situation(Map.of("MEDIA_DELETER_VOD_CALL_TIMEOUT", "2s")).two()) {
            silent.rig.simulator().faults().add(FaultRule.parse("timeout"));
            silent.requests(40).fires("MediaDeleterCallingStopped");
        }
    }

    @Test
    void apiThatThrottles() {
        try (WatchedGroup throttled = situation(Map.of()).two()) {
            throttled.rig.simulator().quota().limit(5);
            throttled.requests(400).fires("MediaDeleterThrottled");
        }
    }

    @Test
    void apiThatIsSlow() {
        try (WatchedGroup slow =
                situation(Map.of("MEDIA_DELETER_CALLS_MAX_IN_FLIGHT", "2")).two()) {
            slow.rig.simulator().latency(new Latency.Fixed(Duration.ofSeconds(6)));
            slow.requests(60).fires("MediaDeleterWorkersFull");
            assertThat(slow.shows("Calls in flight")).isEqualTo(2);
        }
    }

    @Test
    void brakeIsReached() {
        try (WatchedGroup brake = situation(Map.of("MEDIA_DELETER_CALLS_MAX_DELETES_PER_HOUR", "20"))
                .two()) {
            brake.requests(60).fires("MediaDeleterBrakeHolds");
            brake.showsSoon("Calling", 2);
        }
    }

    @Test
    void paused() {
        try (WatchedGroup paused = situation(Map.of()).two()) {
            paused.rig.cli("pause", "--reason", "drill", "--by", "jane").ended(0);
            paused.requests(60).fires("MediaDeleterPaused");
            assertThat(paused.shows("Calling")).isEqualTo(2);
            assertThat(paused.shows("Waiting")).isEqualTo(60);
            assertThat(paused.shows("Oldest due")).isPositive();
        }
    }

    @Test
    void manyDeadLetters() {
        try (WatchedGroup dead = situation(Map.of()).two()) {
            dead.rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation:0.5"));
            for (int i = 0; i < 10; i++) {
                dead.requests(30).lookOn(1);
            }
            dead.fires("MediaDeleterDeadLetters", "MediaDeleterManyDeadLetters");
            assertThat(dead.shows("Unresolved dead letters")).isGreaterThan(50);
        }
    }

    @Test
    void retryStorm() {
        try (WatchedGroup storm = situation(Map.of("MEDIA_DELETER_RETRY_DELAYS", "2s,4s,8s,16s,32s,64s,128s"))
                .two()) {
            storm.rig.simulator().faults().add(FaultRule.parse("InternalError:0.9"));
            for (int i = 0; i < 60; i++) {
                storm.requests(5).lookOn(1);
            }
            storm.fires("MediaDeleterManyRetries");
        }
    }

    @Test
    void moreInstancesThanPartitions() {
        try (WatchedGroup spare = situation(Map.of()).two().instance("c")) {
            spare.requests(40).rig.results(40);
            spare.lookOn(20).fires();
            assertThat(spare.shows("Instances")).isEqualTo(3);
        }
    }

    @Test
    void lagThatGrows() {
        try (WatchedGroup lag = situation(
                        Map.of("MEDIA_DELETER_QUOTA_PER_SECOND", "5", "MEDIA_DELETER_REQUESTS_DEADLINE", "5s"))
                .two()) {
            lag.requests(1_000).fires("MediaDeleterDeadlinePassed");
            assertThat(lag.shows("Waiting")).isGreaterThan(300);
            assertThat(lag.shows("Done in")).isGreaterThan(30);
            assertThat(lag.shows("Of the quota")).isLessThan(2);
        }
    }

    @Test
    void holdThatIsTooWide() {
        try (WatchedGroup held = situation(Map.of())) {
            hold(held, "requested-by:cms");
            held.two();
            for (int i = 0; i < 80; i++) {
                held.rig.request("{\"eventId\":\"h" + i + "\",\"fileId\":\"81\",\"requestedBy\":\"cms\"}");
            }
            held.fires("MediaDeleterManyHeld", "MediaDeleterDeadLetters", "MediaDeleterManyDeadLetters");
        }
    }

    @Test
    void tooManyHolds() {
        try (WatchedGroup holds = situation(Map.of())) {
            hold(holds, "media:81");
            hold(holds, "media:82");
            holds.rig.set("MEDIA_DELETER_HOLDS_MAX", "1");
            holds.instanceThatKnowsTooLittle("a").fires("MediaDeleterTooManyHolds");
        }
    }

    private static void hold(WatchedGroup situation, String selector) {
        situation.rig.cli("holds", "add", selector, "--reason", "drill").ended(0);
    }

    @Test
    void requestsThatExpire() {
        try (WatchedGroup old =
                situation(Map.of("MEDIA_DELETER_REQUESTS_MAX_AGE", "1h")).two()) {
            old.oldRequests(30, Duration.ofHours(2));
            old.fires("MediaDeleterRequestsExpire", "MediaDeleterDeadLetters");
        }
    }

    @Test
    void requestsThatTakeLong() {
        try (WatchedGroup late =
                situation(Map.of("MEDIA_DELETER_REQUESTS_DEADLINE", "none")).two()) {
            for (int i = 0; i < 50; i++) {
                late.oldRequests(3, Duration.ofMinutes(40));
                late.lookOn(1);
            }
            late.fires("MediaDeleterTakesLong");
        }
    }

    @Test
    void groupWithoutAnOffset() {
        try (WatchedGroup fresh = situation(Map.of("MEDIA_DELETER_REQUESTS_START", "refuse"))) {
            fresh.requests(20).two().fires("MediaDeleterNotStarted");
        }
    }

    @Test
    void transactionThatStaysOpen() {
        Map<String, Object> settings =
                Map.of("transactional.id", kafka.unique("open"), "transaction.timeout.ms", 600_000);
        try (WatchedGroup open = situation(Map.of()).two();
                KafkaProducer<byte[], byte[]> publisher = kafka.producer(settings)) {
            publisher.initTransactions();
            publisher.beginTransaction();
            var unused = publisher.send(new ProducerRecord<>(open.rig.topics().requested(), "{}".getBytes(UTF_8)));
            publisher.flush();
            open.fires("MediaDeleterTransactionOpen");
            publisher.abortTransaction();
        }
    }

    @Test
    void deadLetterThatNobodyDecidesAbout() {
        try (WatchedGroup letter = situation(Map.of())) {
            String origin = letter.rig.topics().requested() + "/0/7";
            ProducerRecord<byte[], byte[]> planted =
                    PlantedLetter.on(letter.rig.topics().deadLetter(), origin);
            planted.headers().remove("md-failed-at");
            planted.headers()
                    .add(
                            "md-failed-at",
                            Instant.now().minus(Duration.ofDays(8)).toString().getBytes(UTF_8));
            kafka.produce(List.of(planted));
            letter.two().fires("MediaDeleterDeadLettersUndecided");
        }
    }

    @Test
    void instanceThatDoesNotAnswer() {
        try (WatchedGroup down = situation(Map.of()).two()) {
            down.rig.endPages(1);
            down.fires("MediaDeleterInstanceDown");
            assertThat(down.shows("Instances")).isEqualTo(1);
        }
    }

    @Test
    void quotaTopicThatIsGone() {
        try (WatchedGroup lost = situation(Map.of()).two()) {
            kafka.admin().deleteTopics(List.of(lost.rig.topics().quota()));
            lost.endsWithItsProcess(0).endsWithItsProcess(1);
            lost.fires("MediaDeleterGone", "MediaDeleterInstanceDown", "MediaDeleterQuotaTopicLost");
        }
    }

    @Test
    void quotaTopicThatTakesNothing() throws Exception {
        try (WatchedGroup refused = situation(Map.of()).two()) {
            ConfigResource quota = new ConfigResource(
                    ConfigResource.Type.TOPIC, refused.rig.topics().quota());
            AlterConfigOp lessThanAnything =
                    new AlterConfigOp(new ConfigEntry("max.message.bytes", "1"), AlterConfigOp.OpType.SET);
            kafka.admin()
                    .incrementalAlterConfigs(Map.of(quota, List.of(lessThanAnything)))
                    .all()
                    .get();
            refused.fires("MediaDeleterQuotaTopicLost"); // nobody is woken while nothing waits
            refused.requests(40).fires("MediaDeleterNoShare", "MediaDeleterQuotaTopicLost");
        }
    }

    @Test
    void brokersThatAreFrozen() {
        ProxiedKafka proxied = ProxiedKafka.start(data -> {}, Map.of());
        try (KafkaFixture own = KafkaFixture.on(proxied);
                WatchedGroup frozen = new WatchedGroup(
                        prometheus, own, Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", proxied.proxied()))) {
            frozen.two();
            proxied.cutOff();
            frozen.fires("MediaDeleterControlUnknown");
            proxied.restore();
        }
    }
}
