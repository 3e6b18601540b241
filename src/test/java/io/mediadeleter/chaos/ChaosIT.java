package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The promise of one settlement, while instances and brokers die. The Maven profile {@code chaos} tells a longer story;
 * {@code -Dchaos.seed=N} another one.
 */
class ChaosIT {

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void killsPausesAndBrokerRestartsUnderLoad_everyRequestIsSettledOnce() {
        ChaosRun run = new ChaosRun(
                Long.getLong("chaos.seed", 1),
                Integer.getInteger("chaos.requests", 2_250),
                Duration.ofSeconds(Integer.getInteger("chaos.seconds", 30)),
                new Trouble.Counts(
                        Integer.getInteger("chaos.kills", 4),
                        Integer.getInteger("chaos.pauses", 1),
                        Integer.getInteger("chaos.brokers", 1)));

        ChaosVerdict verdict = run.play("chaos");

        assertThat(verdict.lost()).as(verdict.table()).isZero();
        assertThat(verdict.duplicated()).as(verdict.table()).isZero();
        assertThat(verdict.settlements()).as(verdict.table()).isEqualTo(verdict.requests());
        assertThat(verdict.strayCalls()).as(verdict.table()).isZero();
        assertThat(verdict.unexplained()).as(verdict.table()).isZero();
        assertThat(verdict.repeatedCalls()).as(verdict.table()).isLessThanOrEqualTo(verdict.exposedCalls());
    }
}
