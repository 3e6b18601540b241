package io.mediadeleter.pipeline.status;

import java.util.List;

/**
 * What became of partitions that the group has no offset for.
 *
 * @param waiting those of which nothing is read until somebody has decided
 * @param begun those that this instance has begun with all the same, as it was set or told to
 * @param isCertain whether it was known of those that wait that nobody has decided; one that has just started may not have read it yet
 */
public record OffsetlessStatus(List<OffsetlessPartition> waiting, List<OffsetlessPartition> begun, boolean isCertain) {

    /** The command that decides. */
    public static final String COMMAND = "media-deleter offsets set earliest|latest|TIME";

    /** There are none. */
    public static final OffsetlessStatus NONE = new OffsetlessStatus(List.of(), List.of(), true);

    public OffsetlessStatus {
        waiting = List.copyOf(waiting);
        begun = List.copyOf(begun);
    }
}
