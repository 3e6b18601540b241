package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole stories in virtual time, one for each seed: {@code -Dseeds=200000} plays more of them; {@code -Dseed=N
 * -Dstory=true} plays one and tells it.
 */
class PipelineSimulationTest {

    /** So many stories have everything in them, and that often at least; a build plays these. */
    private static final long ENOUGH = 500;

    private static final int OFTEN = 10;

    @Test
    void anyStory_endsWithOneSettlementForEachRequest() {
        long only = Long.getLong("seed", -1);
        long seeds = Long.getLong("seeds", ENOUGH);
        Story story = new Story();
        (only >= 0 ? LongStream.of(only) : LongStream.range(0, seeds)).forEach(story);
        if (only < 0 && seeds >= ENOUGH) {
            assertThat(story.happenings()).containsOnlyKeys(Happening.values());
            assertThat(story.happenings().values()).allMatch(times -> times >= seeds / ENOUGH * OFTEN);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void aPlantedFault_isFound(Planted planted) {
        Story story = new Story(planted);
        OptionalLong found = LongStream.concat(LongStream.of(planted.likely()), LongStream.range(0, 400))
                .filter(seed -> isShown(story, seed))
                .findFirst();

        assertThat(found).as("a story that shows %s", planted).isPresent();
        found.stream()
                .filter(seed -> seed != planted.likely())
                .forEach(seed -> System.out.printf("Write down another story for %s: seed %d%n", planted, seed));
    }

    private static boolean isShown(Story story, long seed) {
        try {
            story.accept(seed);
            return false;
        } catch (AssertionError expected) {
            return true;
        }
    }
}
