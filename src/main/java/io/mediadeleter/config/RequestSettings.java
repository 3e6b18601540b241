package io.mediadeleter.config;

import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.rule.StartPolicy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are still acted on, and when.
 *
 * @param ageLimit how old one may be
 * @param gracePeriod how long one waits before it is first called; zero for not at all
 * @param absent what it means that its media is not there
 * @param start what the group does that has no offset for a partition with records in it
 * @param latest how long one may wait once it is due, before operators are told; null for no limit
 */
public record RequestSettings(
        AgeLimit ageLimit,
        Duration gracePeriod,
        AbsentMedia absent,
        StartPolicy start,
        @Nullable Duration latest) {

    static RequestSettings read(SettingReader reader) {
        Optional<Duration> maxAge = reader.value(RequestDefinitions.MAX_AGE);
        Duration grace = reader.value(RequestDefinitions.GRACE_PERIOD).orElse(Duration.ZERO);
        if (reader.areSound(RequestDefinitions.MAX_AGE, RequestDefinitions.GRACE_PERIOD)
                && maxAge.isPresent()
                && grace.compareTo(maxAge.get()) >= 0) {
            reader.reject(
                    RequestDefinitions.GRACE_PERIOD,
                    "is not less than " + RequestDefinitions.MAX_AGE.property()
                            + ", so that every request would expire while it waits: give less");
        }
        return new RequestSettings(
                maxAge.map(AgeLimit::new).orElse(AgeLimit.NONE),
                grace,
                reader.value(RequestDefinitions.ABSENT),
                reader.value(RequestDefinitions.START),
                reader.value(RequestDefinitions.DEADLINE).orElse(null));
    }

    /** How long a request may wait once it is due, before operators are told; empty for no limit. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(latest);
    }

    /** What is possible of the age limit, and yet hardly meant. */
    Optional<String> warning(RetrySchedule retrySchedule) {
        Duration retries =
                retrySchedule.delays().stream().map(RetryDelay::duration).reduce(Duration.ZERO, Duration::plus);
        Duration maxAge = ageLimit.maxAge();
        return maxAge == null || maxAge.compareTo(gracePeriod.plus(retries)) > 0
                ? Optional.empty()
                : Optional.of(RequestDefinitions.MAX_AGE.name() + " is not more than the grace period and all of "
                        + SettingDefinitions.RETRY_DELAYS.name()
                        + " together: a request that fails expires before its last attempt; give more");
    }
}
