package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.Deliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgeLimitTest {

    private static final Instant NOW = Instant.parse("2026-11-26T05:00:00Z");
    private static final AgeLimit MONTH = new AgeLimit(Duration.ofDays(30));

    private static Delivery written(Instant at, @Nullable Instant replayedAt) {
        DeleteRequest request = new DeleteRequest("e-1", new MediaId(null, "1"), new Scope.Whole(), null, null);
        Attempt attempt = new Attempt(0, null, null, replayedAt == null ? 0 : 1, null, replayedAt, false);
        return Deliveries.at(new Partition("t", 0), 7, at, attempt, new Content.Valid(request));
    }

    private static Optional<Fault> objection(Instant written) {
        return MONTH.objection(written(written, null), NOW);
    }

    @Test
    void youngRequest_isCalled_andOneAtTheLimitToo() {
        assertThat(objection(NOW)).isEmpty();
        assertThat(objection(NOW.minus(Duration.ofDays(30)))).isEmpty();
        assertThat(objection(NOW.plus(AgeLimit.MOST_AHEAD))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"P30DT0.001S, 30 days", "P40D, 40 days", "P20000D, 20000 days"})
    void olderRequest_hasExpired(Duration age, String told) {
        Fault fault = objection(NOW.minus(age)).orElseThrow();

        assertThat(fault.kind()).isEqualTo(FaultKind.EXPIRED);
        assertThat(fault.code()).isEqualTo("Request.Expired");
        assertThat(fault.message()).contains("written at", told + " before its turn", "requests.max-age, is 30 days");
    }

    /** None, the epoch, seconds, microseconds and nanoseconds in place of milliseconds, and the ends of the type. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MIN_VALUE,
                -1,
                0,
                1_764_133_200L,
                1_764_133_200_000_000L,
                1_764_133_200_000_000_000L,
                Long.MAX_VALUE
            })
    void timestampThatMakesNoSense_hasExpired(long millis) {
        assertThat(objection(Instant.ofEpochMilli(millis))).isPresent();
    }

    @Test
    void timestampFarAhead_hasExpired_andSaysThatItIsWrong() {
        assertThat(objection(NOW.plus(AgeLimit.MOST_AHEAD).plusMillis(1))
                        .orElseThrow()
                        .message())
                .contains("more than an hour ahead");
    }

    @Test
    void replay_countsFromWhenItCameBack() {
        Instant longAgo = NOW.minus(Duration.ofDays(400));

        assertThat(MONTH.objection(written(longAgo, NOW.minusSeconds(5)), NOW)).isEmpty();
        assertThat(MONTH.objection(written(NOW.minusSeconds(5), longAgo), NOW)
                        .orElseThrow()
                        .message())
                .contains("replayed at", "400 days");
    }

    @Test
    void noLimit_takesAnyTimestamp() {
        assertThat(AgeLimit.NONE.objection(written(Instant.ofEpochMilli(-1), null), NOW))
                .isEmpty();
    }

    @Test
    void limit_isPositive() {
        assertThatThrownBy(() -> new AgeLimit(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The one promise: what is called was asked for within the limit before, or at most an hour from now. */
    @Test
    void whatIsCalled_isNeverOutsideTheLimit() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 100_000; i++) {
            AgeLimit limit = new AgeLimit(
                    Duration.ofMillis(random.nextLong(1, Duration.ofDays(60).toMillis())));
            long millis = random.nextBoolean()
                    ? random.nextLong()
                    : NOW.toEpochMilli()
                            - random.nextLong(
                                    -Duration.ofDays(1).toMillis(),
                                    Duration.ofDays(90).toMillis());
            Instant written = Instant.ofEpochMilli(millis);

            boolean called = limit.objection(written(written, null), NOW).isEmpty();

            boolean within = !written.isBefore(NOW.minus(limit.maxAge())) && !written.isAfter(NOW.plusSeconds(3_600));
            assertThat(called).as("%s with %s", written, limit).isEqualTo(within);
        }
    }
}
