package io.mediadeleter.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyTest {

    @ParameterizedTest
    @ValueSource(strings = {"60ms", "0ms", "250us", "20ms-120ms", "p50=60ms,p99=300ms"})
    void text_comesBackAsWritten(String text) {
        assertThat(Latency.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "-60ms", "fast", "60 ms", "p50=60ms", "20ms-", "9999999999ms"})
    void unknownForm_isRefusedWithTheKnownOnes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Latency.parse(text))
                .withMessageContaining("20ms-120ms")
                .withMessageContaining("p50=60ms,p99=300ms");
    }

    @Test
    void longerThanAMinute_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Latency.parse("61s"))
                .withMessageContaining("60 seconds");
    }

    @Test
    void boundsTheWrongWayRound_areShownTheRightWayRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Latency.parse("120ms-20ms"))
                .withMessageContaining("20ms-120ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Latency.parse("p50=300ms,p99=60ms"))
                .withMessageContaining("p99 is not below");
    }

    @Test
    void fixed_isAlwaysTheSame() {
        assertThat(sample("60ms")).containsOnly(Duration.ofMillis(60));
    }

    @Test
    void uniform_staysWithinItsBoundsAndReachesNearThem() {
        List<Duration> sample = sample("20ms-120ms");
        assertThat(sample).allMatch(one -> one.toMillis() >= 20 && one.toNanos() <= 120_000_000L);
        assertThat(sample.get(0)).isLessThan(Duration.ofMillis(22));
        assertThat(sample.get(sample.size() - 1)).isGreaterThan(Duration.ofMillis(118));
    }

    @Test
    void logNormal_hasThePercentilesItNames() {
        List<Duration> sample = sample("p50=60ms,p99=300ms");
        assertThat(sample.get(sample.size() / 2).toMillis()).isBetween(57L, 63L);
        assertThat(sample.get(sample.size() * 99 / 100).toMillis()).isBetween(260L, 340L);
    }

    @Test
    void logNormalTail_isBounded() {
        assertThat(sample("p50=50s,p99=60s")).allMatch(one -> one.compareTo(Latency.LONGEST) <= 0);
    }

    @Test
    void sameSeed_givesTheSameLatencies() {
        assertThat(sample("p50=60ms,p99=300ms")).isEqualTo(sample("p50=60ms,p99=300ms"));
    }

    private static List<Duration> sample(String text) {
        SplittableRandom random = new SplittableRandom(7);
        Latency latency = Latency.parse(text);
        return Stream.generate(() -> latency.next(random))
                .limit(10_000)
                .sorted()
                .toList();
    }
}
