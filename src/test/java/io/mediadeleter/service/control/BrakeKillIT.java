package io.mediadeleter.service.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The group's brake while processes of the group are killed and others come. */
@WithKafka
record BrakeKillIT(KafkaFixture kafka) {

    private static final int LIMIT = 300;
    private static final int QUOTA = 100;

    @Test
    void killsAndRestarts_neverLetMoreThanTheLimitThrough() {
        try (Simulator api = Simulator.start(new SimulatorSettings())) {
            Deployment group = Deployment.of(kafka.unique("brake"), kafka.bootstrapServers(), api.uri())
                    .with("quota.mode", "group")
                    .with("quota.per-second", String.valueOf(QUOTA))
                    .with("calls.max-deletes-per-hour", String.valueOf(LIMIT));
            group.createTopics();
            kafka.produce(IntStream.range(0, 5 * LIMIT)
                    .mapToObj(i -> ServiceRig.wholeMedia(group.requested(), String.valueOf(8_970_000_000_000_000L + i)))
                    .toList());
            try (ChildProcess one = group.start("one");
                    ChildProcess two = group.start("two");
                    ChildProcess three = group.start("three")) {
                awaitCalls(api, LIMIT / 4);
                two.kill();
                try (ChildProcess again = group.start("two")) {
                    awaitCalls(api, LIMIT / 2);
                    one.kill();
                    awaitBrake(group);
                    long made = calls(api);
                    assertThat(made)
                            .as("all but what the two that were killed had reserved, each a second's quota at most")
                            .isBetween(LIMIT - 2L * QUOTA, (long) LIMIT);

                    Cli.run(group.environment("ops"), "resume", "--yes").ended(0);
                    awaitCalls(api, made + 1);
                    again.kill();
                    awaitBrake(group);
                    assertThat(calls(api) - made).isBetween((long) LIMIT - QUOTA, (long) LIMIT);
                    assertThat(three.isAlive()).isTrue();
                }
            }
        }
    }

    private static long calls(Simulator api) {
        return api.calls().stats().total();
    }

    private static void awaitCalls(Simulator api, long count) {
        await("calls").until(() -> calls(api), made -> made >= count);
    }

    /** Not for so many records: two that see at once that the limit is reached both put the brake on. */
    private void awaitBrake(Deployment group) {
        await("the brake")
                .pollInterval(Duration.ofMillis(500))
                .until(() -> kafka.readCommitted(group.name() + ".control").stream()
                        .filter(written -> Arrays.equals(written.key(), "all:brake".getBytes(UTF_8)))
                        .reduce((earlier, later) -> later)
                        .filter(last -> last.value() != null)
                        .isPresent());
    }
}
