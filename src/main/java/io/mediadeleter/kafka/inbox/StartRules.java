package io.mediadeleter.kafka.inbox;

import io.mediadeleter.control.StartDecision;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.StartPolicy;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is done about partitions that the group has no offset for.
 *
 * @param decision what somebody has decided and still counts; empty when nobody has. Asked on the loop thread
 * @param ageLimit for saying how many of their requests are too old to be called
 */
public record StartRules(StartPolicy policy, Supplier<Optional<StartDecision>> decision, AgeLimit ageLimit) {

    /** All that is there is read. */
    public static final StartRules EARLIEST = new StartRules(StartPolicy.EARLIEST, Optional::empty, AgeLimit.NONE);
}
