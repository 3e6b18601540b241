package io.mediadeleter.control.brake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Groups whose members are killed, restarted, suspended, cut off and joined by others, while their topic is compacted and the brake is
 * lifted: no hour without a reset has more calls than the limit, and who has work can use all of it.
 */
class BrakeStoryTest {

    private static final int STORIES = Integer.getInteger("seeds", 40);
    private static final long SECOND = 1_000;
    private static final long STEP = 20;

    private static List<String> told(long seed, BrakeFault fault) {
        int limit = 5 + (int) (seed % 7) * 40;
        BrakeWorld world = new BrakeWorld(seed, limit, fault);
        for (int hour = 0; hour < 2; hour++) {
            trouble(world);
            world.pass((5 + world.below(50)) * 60L * SECOND, SECOND);
        }
        trouble(world);
        return world.most() > limit
                ? List.of("seed " + seed + ": " + world.most() + " calls within an hour, of " + limit)
                : whoWorksHasAll(world, limit, seed);
    }

    private static void trouble(BrakeWorld world) {
        for (int scene = 0; scene < 40; scene++) {
            if (world.processes().isEmpty()) {
                world.start("i" + world.below(4));
            } else {
                trouble(
                        world,
                        world.processes().get(world.below(world.processes().size())));
            }
            world.pass(world.below(3_000), STEP);
        }
    }

    private static void trouble(BrakeWorld world, BrakeProcess any) {
        switch (world.below(13)) {
            case 0 -> {
                world.kill(any);
                world.start(any.name());
            }
            case 1 -> world.kill(any);
            case 2 -> any.leave();
            case 3 -> any.sleep(world.below(20_000));
            case 4 -> any.cutOff(world.below(10_000));
            case 5 -> world.compact();
            case 6 -> any.busy(false);
            case 7 -> {
                if (any.member().held().isPresent()) {
                    world.release();
                }
            }
            case 8, 9 -> {
                if (world.processes().size() < 4) {
                    world.start("i" + world.below(4));
                }
            }
            case 10 -> any.startOver();
            default -> any.busy(true);
        }
    }

    /** All is well, and only one has work: of the whole limit it is short of nothing, and then the brake is on. */
    private static List<String> whoWorksHasAll(BrakeWorld world, int limit, long seed) {
        world.processes().forEach(process -> process.busy(false));
        world.pass(30 * SECOND, STEP);
        world.start("first");
        world.start("last");
        world.pass(10 * SECOND, STEP);
        world.release();
        world.pass(5 * SECOND, STEP);
        BrakeProcess busy = world.processes().get(world.processes().size() - 1);
        busy.busy(true);
        world.pass(40 * SECOND, STEP);
        int made = world.calls();
        boolean isHeld = busy.member().held().isPresent();
        // Of an hour's many probes, each is read by everyone who is there.
        world.processes().stream().skip(1).filter(process -> process != busy).forEach(BrakeProcess::leave);
        world.pass(61 * 60 * SECOND, SECOND);
        boolean goesOn = world.calls() > 0;
        return made == limit && isHeld && goesOn
                ? List.of()
                : List.of("seed " + seed + ": " + made + " of " + limit + ", brake " + isHeld + ", goes on " + goesOn);
    }

    @Test
    void noHour_hasMoreCallsThanTheLimit_andWhoWorksCanUseAllOfIt() {
        assertThat(LongStream.range(0, STORIES)
                        .parallel()
                        .boxed()
                        .flatMap(seed -> told(seed, BrakeFault.NONE).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void plantedFault_isFound(BrakeFault fault) {
        assertThat(LongStream.range(0, 40)
                        .boxed()
                        .anyMatch(seed -> !told(seed, fault).isEmpty()))
                .isTrue();
    }
}
