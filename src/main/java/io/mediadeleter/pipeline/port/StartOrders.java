package io.mediadeleter.pipeline.port;

import io.mediadeleter.control.StartDecision;
import java.util.Optional;

/** What has been decided about partitions that the group has no offset for. Safe for any thread. */
public interface StartOrders {

    /** Nobody ever decides. */
    StartOrders NONE = new StartOrders() {
        @Override
        public boolean knowsDecisions() {
            return true;
        }

        @Override
        public Optional<StartDecision> startDecision() {
            return Optional.empty();
        }
    };

    /** Whether it is known what has been decided, if anything has. */
    boolean knowsDecisions();

    /** What has been decided and still counts; empty when nothing has, or that is not known. */
    Optional<StartDecision> startDecision();
}
