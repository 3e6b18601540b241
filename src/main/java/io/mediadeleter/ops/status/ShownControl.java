package io.mediadeleter.ops.status;

import io.mediadeleter.control.Hold;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Control;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the group has been told not to do, as this instance has read it; the components' names are the JSON's.
 *
 * @param leased whether this instance knows; while it does not, it makes no call and the rest may be old
 * @param pauses how many stop all calling
 * @param paused the first of them
 * @param holds how many stand beside the pauses
 * @param overfull more stand than holds.max, so no call is made
 * @param obstacle why the control topic cannot be read; missing while nothing in particular is in the way
 */
record ShownControl(
        boolean leased,
        int pauses,
        List<PauseInForce> paused,
        int holds,
        boolean overfull,
        @Nullable String obstacle) {

    /** Anybody who may write holds may write any number of pauses; one is enough to know what to do. */
    private static final int MOST_PAUSES = 20;

    /**
     * What stops all calling.
     *
     * @param by who put it there; missing when its record does not say
     * @param until when it ends by itself; missing when it does not
     */
    record PauseInForce(
            String key,
            String reason,
            @Nullable String by,
            Instant since,
            @Nullable Instant until) {

        static PauseInForce of(Hold hold) {
            return new PauseInForce(hold.selector().toString(), hold.reason(), hold.by(), hold.since(), hold.until());
        }
    }

    ShownControl {
        paused = List.copyOf(paused);
    }

    static ShownControl of(PipelineStatus pipeline) {
        Control control = pipeline.control();
        return new ShownControl(
                control.isLeased(),
                control.pauses().size(),
                control.pauses().stream()
                        .limit(MOST_PAUSES)
                        .map(PauseInForce::of)
                        .toList(),
                control.others(),
                control.isOverfull(),
                pipeline.obstacles().control());
    }
}
