package io.mediadeleter.pipeline;

import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of all instances of a story.
 *
 * @param maxAge null for no limit
 * @param grace zero for none
 */
record SimulatedRules(RetrySchedule retrySchedule, @Nullable Duration maxAge, Duration grace) {

    /** Some let requests wait, and some have a limit on their age that requests reach while they wait. */
    static SimulatedRules any(Random random) {
        RetrySchedule retrySchedule = new RetrySchedule(
                List.of(new RetryDelay("2s", Duration.ofSeconds(2)), new RetryDelay("10s", Duration.ofSeconds(10))));
        Duration maxAge = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> Duration.ofDays(7);
            default -> Duration.ofSeconds(40);
        };
        return new SimulatedRules(
                retrySchedule,
                maxAge,
                random.nextInt(3) == 0 ? Duration.ofSeconds(1 + random.nextInt(12)) : Duration.ZERO);
    }

    /** How old what has expired is at least: an instance knows the brokers' time to within a lease, and errs to the later. */
    Duration shortestAge() {
        return maxAge == null ? ChronoUnit.FOREVER.getDuration() : maxAge.minus(ControlReader.LEASE);
    }

    AgeLimit ages() {
        return new AgeLimit(maxAge);
    }

    SettlementPolicy policy() {
        return new SettlementPolicy(
                retrySchedule, AbsentMedia.RESULT, new GracePeriod(grace, Set.of(SimulatedBroker.REQUESTED)));
    }

    /** When a record that was appended at the topic of a retry delay is due at the latest; as the product's reader has it. */
    Duration longest(String name) {
        return retrySchedule.delays().stream()
                .filter(delay -> delay.name().equals(name))
                .findFirst()
                .orElseThrow()
                .duration()
                .multipliedBy(6)
                .dividedBy(5);
    }
}
