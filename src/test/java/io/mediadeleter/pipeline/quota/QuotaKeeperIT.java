package io.mediadeleter.pipeline.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.quota.KafkaQuotaLog;
import io.mediadeleter.pipeline.SilentTelemetry;
import io.mediadeleter.pipeline.port.QuotaLog;
import io.mediadeleter.pipeline.port.QuotaLogRefused;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.LoggedClaim;
import io.mediadeleter.quota.QuotaRules;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** A keeper whose reader is cut off from a real topic. */
@WithKafka.Together
record QuotaKeeperIT(KafkaFixture kafka) {

    /** Writes go through, what is read is thrown away while it is cut off. */
    private record Reader(KafkaQuotaLog log, AtomicBoolean cutOff) implements QuotaLog {

        @Override
        public void start(Claim first, Duration history) {
            log.start(first, history);
        }

        @Override
        public void write(Claim claim) {
            log.write(claim);
        }

        @Override
        public List<LoggedClaim> read(Duration atMost) {
            List<LoggedClaim> claims = log.read(atMost);
            return cutOff.get() ? List.of() : claims;
        }

        @Override
        public void flush() {
            log.flush();
        }
    }

    @Test
    void readerIsCutOff_theRateGoesToNothingWithinTheLeaseAndComesBack() throws InterruptedException {
        String topic = kafka.unique("quota");
        kafka.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of("message.timestamp.type", "LogAppendTime"))));
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), "g", "one", Map.of(), Map.of(), Map.of());
        Duration lease = Duration.ofSeconds(5);
        AtomicBoolean cutOff = new AtomicBoolean();
        try (KafkaQuotaLog log = new KafkaQuotaLog(settings, topic)) {
            Time time = Time.system();
            TokenBucket bucket = TokenBucket.shared(time.nanoTime());
            QuotaKeeper keeper = new QuotaKeeper(new QuotaKeeper.Parts(
                    new QuotaSharing(new Reader(log, cutOff), QuotaRules.of(100, lease), () -> "one-1"),
                    bucket,
                    () -> new CallLoad(1_000, 0, false, false),
                    new Signal(),
                    new SilentTelemetry(),
                    time));
            await("all").until(() -> rateAfterTurn(keeper) == 100);

            cutOff.set(true);
            long since = time.nanoTime();
            await("the lease's end").until(() -> {
                keeper.turn();
                return time.nanoTime() - since > lease.toNanos();
            });
            assertThat(rateAfterTurn(keeper)).isZero();
            assertThat(bucket.take(time.nanoTime())).as("the wait for a token").isPositive();

            cutOff.set(false);
            await("all again").until(() -> rateAfterTurn(keeper) == 100);
        }
    }

    @Test
    void topicIsDeleted_theKeeperEndsAndSaysWhatMakesIt() throws Exception {
        String topic = kafka.unique("quota");
        kafka.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of("message.timestamp.type", "LogAppendTime"))));
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), "g", "one", Map.of(), Map.of(), Map.of());
        try (KafkaQuotaLog log = new KafkaQuotaLog(settings, topic)) {
            Time time = Time.system();
            QuotaKeeper keeper = new QuotaKeeper(new QuotaKeeper.Parts(
                    new QuotaSharing(log, QuotaRules.of(100, Duration.ofSeconds(3)), () -> "one-1"),
                    TokenBucket.shared(time.nanoTime()),
                    () -> new CallLoad(1_000, 0, false, false),
                    new Signal(),
                    new SilentTelemetry(),
                    time));
            await("all").until(() -> rateAfterTurn(keeper) == 100);

            kafka.deleteTopics(topic);

            await("the end")
                    .untilAsserted(() -> assertThatThrownBy(keeper::turn)
                            .isInstanceOf(QuotaLogRefused.class)
                            .hasMessageContaining(topic)
                            .hasMessageContaining("media-deleter topics create"));
            assertThat(keeper.obstacle().orElse("")).contains("no longer exists");
        }
    }

    private static int rateAfterTurn(QuotaKeeper keeper) throws InterruptedException {
        keeper.turn();
        return keeper.snapshot().map(QuotaSnapshot::rate).orElse(0);
    }
}
