package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of the quota goes into asking whether the API works again. */
class ProbePaceTest {

    @ParameterizedTest(name = "{0} instances, quota {1}: {2} s")
    @CsvSource({"1,100,1", "3,100,3", "5,100,5", "64,100,5", "1,1000,1", "20,1000,2", "1,50,2", "1,1,5", "0,100,1"})
    void groupSpendsAHundredthOfItsQuota_withinOneAndFiveSeconds(int members, int perSecond, long seconds) {
        assertThat(ProbePace.between(members, perSecond)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void jitter_isATenthMoreOrLess() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 1_000; i++) {
            assertThat(ProbePace.jittered(2, 100, random))
                    .isBetween(Duration.ofMillis(1_800), Duration.ofMillis(2_200));
        }
    }
}
