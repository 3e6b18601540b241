package io.mediadeleter.pipeline.port;

import io.mediadeleter.control.Moment;
import io.mediadeleter.control.NameUse;
import io.mediadeleter.control.StartDecision;
import java.util.Optional;

/** What this instance knows of its group by the control topic, for whoever reads the requests. Safe for any thread. */
public interface GroupKnowledge {

    /** Of an engine without a control topic: nobody decides anything, and nobody shows himself. */
    GroupKnowledge NONE = new GroupKnowledge() {
        @Override
        public boolean knowsDecisions() {
            return true;
        }

        @Override
        public Optional<StartDecision> startDecision() {
            return Optional.empty();
        }

        @Override
        public NameUse nameSince(Moment then) {
            return NameUse.UNKNOWN;
        }
    };

    /** Whether it is known what has been decided about partitions that the group has no offset for, if anything has. */
    boolean knowsDecisions();

    /** What has been decided about them and still counts; empty when nothing has, or that is not known. */
    Optional<StartDecision> startDecision();

    /** Whether another process has run under this instance's name since then. */
    NameUse nameSince(Moment then);
}
