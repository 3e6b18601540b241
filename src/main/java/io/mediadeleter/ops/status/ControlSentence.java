package io.mediadeleter.ops.status;

import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Selector;
import io.mediadeleter.group.GroupWords;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Control;
import io.mediadeleter.text.Figures;
import java.util.Optional;

/** Why the group lets no call start, in a sentence. Pure. */
final class ControlSentence {

    private ControlSentence() {}

    /** Empty when calls may start, when the brake alone stops them, or when nothing waits for what is not known yet. */
    static Optional<StatusSummary> of(PipelineStatus pipeline, int waiting) {
        Control control = pipeline.control();
        if (control.allowsCalls()) {
            return Optional.empty();
        }
        boolean isBraked = pipeline.isBraked();
        if (control.pauses().stream()
                .allMatch(pause -> isBraked && pause.selector().equals(Selector.BRAKE))) {
            return isBraked ? Optional.empty() : unknown(pipeline, control, waiting);
        }
        return Optional.of(StatusSummary.stopped(GroupWords.paused(control.pauses())));
    }

    /** Whether this instance has read what people have said, or has only just begun to and nothing is in its way. */
    static boolean isAboutToKnow(PipelineStatus pipeline) {
        Control control = pipeline.control();
        return control.isLeased()
                || (control.isBeginning() && pipeline.obstacles().control() == null);
    }

    private static Optional<StatusSummary> unknown(PipelineStatus pipeline, Control control, int waiting) {
        if (control.isOverfull()) {
            return Optional.of(
                    StatusSummary.stopped("No calls are being made: more holds than holds.max stood on the control"
                            + " topic when they were last counted; this instance knows " + control.holds()
                            + " of them, and a long one counts as several. Remove some, or raise holds.max on every"
                            + " instance."));
        }
        if (waiting == 0) {
            return Optional.empty();
        }
        String wait = Figures.count(waiting, "request") + (waiting == 1 ? " is" : " are") + " waiting";
        String obstacle = pipeline.obstacles().control();
        if (obstacle == null && control.isBeginning()) {
            return Optional.of(
                    new StatusSummary(Level.BUSY, wait + " until this instance has read what is held or paused."));
        }
        return Optional.of(StatusSummary.stopped(wait + ", and this instance cannot tell whether they are held: "
                + (obstacle == null ? "it has not read the control topic back for 5 s" : obstacle) + "."));
    }
}
