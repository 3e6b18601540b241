package io.mediadeleter.pipeline.port;

import io.mediadeleter.control.Membership;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The port to the consumer group as its members see each other. Confined to the control thread; every method returns at once and
 * none throws.
 */
public interface GroupPeers {

    /** What became of a removal, or of what follows it. */
    enum RemovalOutcome {
        /** The member has been removed. */
        REMOVED,
        /** The group has no such member. */
        GONE,
        /** It is not known, or was not asked for in time: another try may do better. */
        NOT_NOW,
        /** Kafka does not allow it, or cannot do it. */
        REFUSED,
        /** The transaction of a member that was removed has ended, if there was one. */
        FENCED,
        /** That transaction ends by its own time-out: Kafka did not allow or did not manage to end it. */
        NOT_FENCED
    }

    /**
     * News of a member that was to be removed.
     *
     * @param reason why not; empty when there is none to give
     */
    record Removal(String instance, String memberId, RemovalOutcome end, String reason) {}

    /** The group's id. */
    String group();

    /** What this process is in the group now; empty while it is no member. */
    Optional<Membership> own();

    /**
     * Removes those of these members that the group still has, and ends their transactions. What became of each is told by {@link
     * #ended}.
     *
     * @param silent by the instance's name
     * @param untilNanos when it is too late to ask for it, on the monotonic clock
     */
    void remove(Map<String, Membership> silent, long untilNanos);

    /** What has become of removals since this was last asked. */
    List<Removal> ended();
}
