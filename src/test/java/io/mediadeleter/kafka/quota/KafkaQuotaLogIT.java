package io.mediadeleter.kafka.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.OnceConsumed;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.QuotaLogLost;
import io.mediadeleter.pipeline.port.QuotaLogRefused;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.LoggedClaim;
import io.mediadeleter.quota.QuotaRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithKafka.Together
class KafkaQuotaLogIT {

    private static final Duration HISTORY = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMillis(100);

    private final KafkaFixture kafka;
    private final String topic;
    private final List<KafkaQuotaLog> open = new ArrayList<>();

    KafkaQuotaLogIT(KafkaFixture kafka) {
        this.kafka = kafka;
        topic = kafka.unique("quota");
    }

    @AfterEach
    void close() {
        open.forEach(KafkaQuotaLog::close);
    }

    private void create(int partitions, String timestamps) {
        NewTopic quota = new NewTopic(topic, Optional.of(partitions), Optional.empty());
        kafka.createTopics(List.of(quota.configs(Map.of("message.timestamp.type", timestamps))));
    }

    private KafkaQuotaLog log(String instance) {
        KafkaQuotaLog log = new KafkaQuotaLog(
                new KafkaSettings(kafka.bootstrapServers(), "g", instance, Map.of(), Map.of(), Map.of()), topic);
        open.add(log);
        return log;
    }

    private static Claim claim(String member, long number) {
        return new Claim(member, number, 100, 40);
    }

    private static List<Claim> read(KafkaQuotaLog log, int count) {
        List<Claim> claims = new ArrayList<>();
        await().until(() -> {
            log.read(SOON).stream().map(LoggedClaim::claim).forEach(claims::add);
            return claims.size() >= count;
        });
        return claims;
    }

    @Test
    void newcomer_readsWhatWasClaimedBeforeAndThenAllInOrder() {
        create(1, "LogAppendTime");
        KafkaQuotaLog first = log("first");
        first.start(claim("a", 1), HISTORY);
        first.write(claim("a", 2));
        first.flush();
        KafkaQuotaLog second = log("second");

        second.start(claim("b", 1), HISTORY);
        first.write(claim("a", 3));
        first.flush();

        List<Claim> all = List.of(claim("a", 1), claim("a", 2), claim("b", 1), claim("a", 3));
        assertThat(read(second, 4)).isEqualTo(all);
        assertThat(read(first, 4)).isEqualTo(all);
    }

    @Test
    void claimsOlderThanTheHistory_areNotRead() {
        create(1, "LogAppendTime");
        KafkaQuotaLog first = log("first");
        first.start(claim("a", 1), HISTORY);
        LoggedClaim old = await().until(() -> first.read(SOON), claims -> !claims.isEmpty())
                .get(0);
        await().until(() -> System.currentTimeMillis() > old.brokerMillis() + 50);
        KafkaQuotaLog second = log("second");

        second.start(claim("b", 1), Duration.ofMillis(20));

        assertThat(read(second, 1)).containsExactly(claim("b", 1));
    }

    /** Its end is far below where the listener was. */
    @Test
    void recreatedTopic_isListenedToFromItsBeginning() throws Exception {
        create(1, "LogAppendTime");
        KafkaQuotaLog first = log("first");
        String old = member("old");
        first.start(claim(old, 1), HISTORY);
        for (int number = 2; number < 20; number++) {
            first.write(claim(old, number));
        }
        first.flush();
        try (QuotaTopicObserver listener = new QuotaTopicObserver(
                new KafkaSettings(kafka.bootstrapServers(), "g", "l", Map.of(), Map.of(), Map.of()),
                topic,
                QuotaRules.of(100, Duration.ofSeconds(5)))) {
            assertThat(listener.listen()).containsOnlyKeys("old");

            kafka.deleteTopics(topic);
            create(1, "LogAppendTime");
            log("second").start(claim(member("new"), 1), HISTORY);

            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(listener.listen()).containsOnlyKeys("new"));
        }
    }

    /** The new topic reaches what was read of the former one, and not its end. */
    @Test
    void topicThatIsRecreatedWhileItIsListenedTo_isReadToItsNewEnd() {
        create(1, "LogAppendTime");
        produce(30, "x".repeat(100_000)); // so many are in no two fetches
        Map<String, String> consumer = OnceConsumed.doing(() -> {
            kafka.deleteTopics(topic);
            create(1, "LogAppendTime");
            produce(20, "x");
        });
        FutureTask<Map<String, Integer>> listening = new FutureTask<>(() -> {
            try (QuotaTopicObserver listener = new QuotaTopicObserver(
                    new KafkaSettings(kafka.bootstrapServers(), "g", "l", Map.of(), consumer, Map.of()),
                    topic,
                    QuotaRules.of(100, Duration.ofSeconds(5)))) {
                return listener.listen();
            }
        });
        Thread thread = new Thread(listening, "listens");
        thread.setDaemon(true);
        thread.start();

        assertThat(Patience.get(listening)).isEmpty();
    }

    private void produce(int count, String value) {
        kafka.produce(Collections.nCopies(
                count, new ProducerRecord<>(topic, 0, new byte[1], value.getBytes(StandardCharsets.UTF_8))));
    }

    /** As an instance of this name would call itself. */
    private static String member(String instance) {
        return instance + "-" + UUID.randomUUID();
    }

    @Test
    void recordsThatAreNoClaims_areLeftOut() {
        create(1, "LogAppendTime");
        kafka.produce(topic, "x", "{\"version\":2,\"member\":\"x\",\"number\":1,\"demand\":1,\"wanted\":1}");
        kafka.produce(topic, "x", "{\"version\":1,\"member\":\"x\",\"number\":1,\"demand\":1,\"wanted\":-1}");
        kafka.produce(topic, "x", "not JSON");
        kafka.produce(topic, "x", "");
        KafkaQuotaLog log = log("a");

        log.start(claim("a", 1), HISTORY);

        assertThat(read(log, 1)).containsExactly(claim("a", 1));
    }

    @Test
    void floodOfJunk_isPassedInSeconds() {
        create(1, "LogAppendTime");
        List<ProducerRecord<byte[], byte[]>> junk = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            String value = i % 2 == 0 ? "{\"version\":1,\"member\":\"\\u0007\"" : "x".repeat(200);
            junk.add(new ProducerRecord<>(topic, 0, null, value.getBytes(StandardCharsets.UTF_8)));
        }
        kafka.produce(junk);
        KafkaQuotaLog log = log("a");

        log.start(claim("a", 1), HISTORY);

        assertThat(read(log, 1)).containsExactly(claim("a", 1));
    }

    @Test
    void writersTimeOfBefore_isLeftOut() throws Exception {
        create(1, "CreateTime");
        kafka.produce(List.of(new ProducerRecord<>(
                topic, 0, System.currentTimeMillis() + 3_000_000, new byte[0], ClaimJson.write(claim("x", 1)))));
        kafka.configure("message.timestamp.type", "LogAppendTime", topic);
        KafkaQuotaLog log = log("a");
        await().ignoreExceptions().untilAsserted(() -> {
            log.start(claim("a", 1), HISTORY);
            assertThat(read(log, 1)).contains(claim("a", 1)).doesNotContain(claim("x", 1));
        });
    }

    @Test
    void missingTopic_isRefusedWithTheCommandThatCreatesIt() {
        KafkaQuotaLog log = log("a");

        assertThatThrownBy(() -> log.start(claim("a", 1), HISTORY))
                .isInstanceOf(QuotaLogRefused.class)
                .hasMessageContainingAll(topic, "media-deleter topics create");
    }

    @Test
    void severalPartitions_areRefused() {
        create(2, "LogAppendTime");
        KafkaQuotaLog log = log("a");

        assertThatThrownBy(() -> log.start(claim("a", 1), HISTORY))
                .isInstanceOf(QuotaLogRefused.class)
                .hasMessageContaining("2 partitions");
    }

    @Test
    void sendersTime_isRefused() {
        create(1, "CreateTime");
        KafkaQuotaLog log = log("a");
        log.start(claim("a", 1), HISTORY);

        assertThatThrownBy(() -> read(log, 1))
                .isInstanceOf(QuotaLogRefused.class)
                .hasMessageContaining("message.timestamp.type=LogAppendTime");
    }

    @Test
    void claimsDeletedBeforeTheyWereRead_areALostLog() throws Exception {
        create(1, "LogAppendTime");
        KafkaQuotaLog log = log("a");
        log.start(claim("a", 1), HISTORY);
        kafka.deleteRecords(new TopicPartition(topic, 0), 1);

        assertThatThrownBy(() -> read(log, 1)).isInstanceOf(QuotaLogLost.class);

        log.start(claim("b", 1), HISTORY);
        assertThat(read(log, 1)).containsExactly(claim("b", 1));
    }

    @Test
    void recreatedTopicThatIsAsLong_isALostLog() throws Exception {
        create(1, "LogAppendTime");
        KafkaQuotaLog log = log("a");
        log.start(claim("a", 1), HISTORY);
        read(log, 1);
        kafka.deleteTopics(topic);
        create(1, "LogAppendTime");
        List<ProducerRecord<byte[], byte[]>> others = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            others.add(new ProducerRecord<>(topic, 0, new byte[0], ClaimJson.write(claim("b", i))));
        }
        kafka.produce(others);

        await().untilAsserted(() -> assertThatThrownBy(() -> log.read(SOON))
                .isInstanceOf(QuotaLogLost.class)
                .hasMessageContaining("created again"));
    }

    @Test
    void topicThatIsGone_isRefusedWithTheCommandThatCreatesItOnceItIsCertain() throws Exception {
        create(1, "LogAppendTime");
        KafkaQuotaLog log = log("a");
        log.start(claim("a", 1), HISTORY);
        kafka.deleteTopics(topic);

        for (int look = 1; look <= 2; look++) {
            assertThatThrownBy(() -> log.start(claim("b", 1), HISTORY))
                    .isInstanceOf(QuotaLogLost.class)
                    .hasMessageContaining("media-deleter topics create");
        }
        assertThatThrownBy(() -> log.start(claim("c", 1), HISTORY))
                .isInstanceOf(QuotaLogRefused.class)
                .hasMessageContaining("media-deleter topics create");
    }

    @Test
    void unreachableBroker_isALostLog() {
        KafkaQuotaLog log =
                new KafkaQuotaLog(new KafkaSettings("localhost:1", "g", "a", Map.of(), Map.of(), Map.of()), topic);
        open.add(log);

        assertThatThrownBy(() -> log.start(claim("a", 1), HISTORY)).isInstanceOf(QuotaLogLost.class);
    }
}
