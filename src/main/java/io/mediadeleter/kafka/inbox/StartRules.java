package io.mediadeleter.kafka.inbox;

import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.StartPolicy;

/**
 * What is done about partitions that the group has no offset for.
 *
 * @param policy what is done of itself, as long as nobody has decided
 * @param ageLimit for saying how many of their requests are too old to be called
 */
public record StartRules(StartPolicy policy, AgeLimit ageLimit) {

    /** All that is there is read. */
    public static final StartRules EARLIEST = new StartRules(StartPolicy.EARLIEST, AgeLimit.NONE);
}
