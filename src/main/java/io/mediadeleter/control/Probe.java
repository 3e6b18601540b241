package io.mediadeleter.control;

import org.jspecify.annotations.Nullable;

/**
 * What an instance writes to the control topic to find it again there.
 *
 * @param instance the instance's name in the group
 * @param process differs between any two processes that ever were, those of one instance among them
 * @param number counts the process's probes, from 1
 * @param member as what it takes part in the consumer group; null while it does not, and for versions that do not tell
 */
public record Probe(
        String instance,
        String process,
        long number,
        @Nullable Membership member) {

    public Probe {
        if (number < 1) {
            throw new IllegalArgumentException("probes are counted from 1: " + number);
        }
    }
}
