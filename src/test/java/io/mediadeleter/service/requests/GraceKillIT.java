package io.mediadeleter.service.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A process that is killed while requests wait for their grace period to end. */
@WithKafka
record GraceKillIT(KafkaFixture kafka) {

    private static final int REQUESTS = 40;
    private static final int WITHDRAWN = 5;
    private static final Duration PERIOD = Duration.ofSeconds(20);

    private List<ConsumerRecord<byte[], byte[]>> committed(int count, String... topics) {
        return await().until(() -> kafka.readCommitted(List.of(topics), count), records -> records.size() >= count);
    }

    @Test
    void instanceKilledWhileRequestsWait_callsEachInItsTimeButNoneThatWasWithdrawn() {
        try (Simulator api = Simulator.start(new SimulatorSettings())) {
            Deployment deployment = Deployment.of(kafka.unique("grace"), kafka.bootstrapServers(), api.uri())
                    .with("requests.grace-period", PERIOD.toSeconds() + "s");
            deployment.createTopics();
            String live = deployment.requested();
            String bulk = live + ".bulk";
            try (ChildProcess killed = deployment.start("one")) {
                kafka.produce(IntStream.range(0, REQUESTS)
                        .mapToObj(i -> ServiceRig.wholeMedia(
                                i % 2 == 0 ? live : bulk, String.valueOf(8_950_000_000_000_000L + i)))
                        .toList());
                committed(REQUESTS, live + ".grace", bulk + ".grace");
                killed.kill();
            }
            List<ConsumerRecord<byte[], byte[]>> waiting = committed(REQUESTS, live + ".grace", bulk + ".grace");
            assertThat(waiting).as("once each").hasSize(REQUESTS);
            kafka.produce(IntStream.range(0, WITHDRAWN)
                    .mapToObj(i -> hold(live + ".control", 8_950_000_000_000_000L + i))
                    .toList());
            try (ChildProcess again = deployment.start("one")) {
                assertThat(committed(REQUESTS, deployment.deleted(), deployment.deadLetter()))
                        .hasSize(REQUESTS);

                assertThat(again.isAlive()).isTrue();
                assertThat(kafka.readCommitted(deployment.deadLetter())).hasSize(WITHDRAWN);
                assertThat(waiting.stream().filter(GraceKillIT::isWithdrawn))
                        .hasSize(WITHDRAWN)
                        .allSatisfy(each -> assertThat(calls(api, each)).isEmpty());
                assertThat(waiting.stream().filter(each -> !isWithdrawn(each)))
                        .allSatisfy(each -> assertThat(calls(api, each))
                                .isNotEmpty()
                                .allSatisfy(call -> assertThat(call.arrivedAt())
                                        .isAfterOrEqualTo(Instant.ofEpochMilli(each.timestamp())
                                                .plus(PERIOD))));
            }
        }
    }

    private static List<Call> calls(Simulator api, ConsumerRecord<byte[], byte[]> waiting) {
        return api.calls().newest(9, Optional.of(new String(waiting.key(), UTF_8)));
    }

    private static boolean isWithdrawn(ConsumerRecord<byte[], byte[]> waiting) {
        return Long.parseLong(new String(waiting.key(), UTF_8)) < 8_950_000_000_000_000L + WITHDRAWN;
    }

    private static ProducerRecord<byte[], byte[]> hold(String topic, long file) {
        return new ProducerRecord<>(
                topic, ("event:e-" + file).getBytes(UTF_8), "{\"reason\":\"withdrawn\"}".getBytes(UTF_8));
    }
}
