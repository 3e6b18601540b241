package io.mediadeleter.ops;

import io.mediadeleter.control.Selector;
import io.mediadeleter.group.GroupWords;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.pipeline.port.PipelineStatus.Control;
import java.util.Optional;

/** Why the group lets no call start, in a sentence. Pure. */
final class ControlSentence {

    private ControlSentence() {}

    /** Empty when calls may start, when the brake alone stops them, or when nothing waits for what is not known yet. */
    static Optional<String> of(PipelineStatus pipeline, int waiting) {
        Control control = pipeline.control();
        if (control == null || control.allowsCalls()) {
            return Optional.empty();
        }
        boolean isBraked = pipeline.brake() != null && pipeline.brake().isHeld();
        if (control.pauses().stream()
                .allMatch(pause -> isBraked && pause.selector().equals(Selector.BRAKE))) {
            return isBraked ? Optional.empty() : unknown(pipeline, control, waiting);
        }
        return Optional.of(GroupWords.paused(control.pauses()));
    }

    private static Optional<String> unknown(PipelineStatus pipeline, Control control, int waiting) {
        if (control.isOverfull()) {
            return Optional.of("No calls are being made: more than " + control.holds() + " holds stand on the control"
                    + " topic, so not all can be kept in mind. Remove some, or raise holds.max on every instance.");
        }
        return waiting == 0
                ? Optional.empty()
                : Optional.of(GroupWords.count(waiting, "request") + (waiting == 1 ? " is" : " are")
                        + " waiting, and this instance cannot tell whether they are held: " + obstacle(pipeline) + ".");
    }

    private static String obstacle(PipelineStatus pipeline) {
        String known = pipeline.obstacles().control();
        return known == null ? "it has not read the control topic back for 5 s, or has just started" : known;
    }
}
