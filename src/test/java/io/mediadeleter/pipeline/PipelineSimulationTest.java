package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole stories in virtual time, one for each seed: {@code -Dseeds=200000} plays more of them; {@code -Dseed=N
 * -Dstory=true} plays one and tells it.
 */
class PipelineSimulationTest {

    private static final int REQUESTS = 120;
    private static final int TROUBLES = 8;

    @Test
    void anyStory_endsWithOneSettlementForEachRequest() {
        long only = Long.getLong("seed", -1);
        long seeds = Long.getLong("seeds", 2_000);
        (only >= 0 ? LongStream.of(only) : LongStream.range(0, seeds)).forEach(seed -> play(seed, Planted.NOTHING));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void aPlantedFault_isFound(Planted planted) {
        boolean found = LongStream.range(0, 200).anyMatch(seed -> {
            try {
                play(seed, planted);
                return false;
            } catch (AssertionError expected) {
                return true;
            }
        });
        assertThat(found).as("a story that shows %s", planted).isTrue();
    }

    private static void play(long seed, Planted planted) {
        try {
            new SimulatedWorld(seed, planted).play(REQUESTS, TROUBLES);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
    }
}
