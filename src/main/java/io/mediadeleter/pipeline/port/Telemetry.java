package io.mediadeleter.pipeline.port;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.rule.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The port that tells operators what happens. Called on the loop thread, except {@link #callEnded} and what is
 * said of calling, which come from any thread; implementations return at once and never throw. A listener overrides what it is
 * interested in.
 */
public interface Telemetry {

    /** A record was read that is to be settled. */
    default void received(Delivery delivery) {}

    /** A call has ended, well or not. */
    default void callEnded(EndedCall call) {}

    /** These settlements are committed, as they were written: they are facts now. */
    default void settled(List<Settled> settlements, Duration took) {}

    /** A commit was aborted; the same settlements are tried again after {@code backOff}. */
    default void commitAborted(int settlements, Duration backOff) {}

    /** Before {@link #commitAborted}: no commit succeeds until somebody mends what {@code obstacle} says. */
    default void commitObstructed(String obstacle) {}

    /** Every call fails for a reason that lies in none of the requests: none is made until a probe goes well. */
    default void callingStopped(@Nullable Fault last) {}

    /** A probe went well after {@code pause}. */
    default void callingResumed(Duration pause) {}

    /**
     * The group has made as many calls within an hour as it may: none is made until the brake ends, unless someone releases it before.
     * Called on the control thread.
     */
    default void brakeReached(Hold brake) {}

    /**
     * Calls are made again after the brake: somebody lifted it, or else its time is over. Called on the control thread.
     */
    default void brakeReleased(boolean byOperator) {}

    /**
     * The instances are set to different limits on calls in an hour; the least applies, which is {@code limit}. Told once, and again
     * when it is other settings that differ. Called on the control thread.
     *
     * @param limits what each is set to, by name; those without a limit are left out
     */
    default void brakeLimitsDiffer(int limit, Map<String, Integer> limits) {}

    /**
     * What stops all calling, the brake aside, has changed. Called on the control thread.
     *
     * @param added those that are in force now and were not before
     * @param all how many are; 0 when nothing stops calling any more
     */
    default void pauses(List<Hold> added, int all) {}

    /**
     * The control topic was deleted and created again: what stood on it stops nothing any more. Called on the control thread.
     *
     * @param pauses that were in force when it was read last
     * @param holds that stood beside them
     */
    default void controlLogReplaced(int pauses, int holds) {}

    /**
     * The control topic cannot be read or is not what it was; no call is made once the lease has run out, and the next try
     * is made after {@code pause}. Called on the control thread.
     */
    default void controlLogLost(String reason, Duration pause) {}

    /**
     * Probes of this instance come back again after they had not for so long that others may have removed it from the group: no call is
     * made before Kafka has accepted a commit. Called on the control thread.
     */
    default void standingDoubted() {}

    /** Another process writes under this instance's name: told when it appears, and again when it comes back. Called on the control thread. */
    default void namesakeSeen(Namesake other) {}

    /** This instance has removed a silent one from the group: its partitions move on. Called on the control thread. */
    default void memberRemoved(String instance) {}

    /** This instance has ended the transaction of one that was removed from the group. Called on the control thread. */
    default void transactionEnded(String instance) {}

    /** A dead instance's partitions wait for a time-out, for this reason. Told once of each. Called on the control thread. */
    default void takeoverLimited(String reason) {}

    /**
     * The log by which the group shares the quota cannot be reached or is not what it was; no call is made once the share
     * has run out, and the next try is made after {@code pause}. Called on the quota thread.
     */
    default void quotaLogLost(String reason, Duration pause) {}

    /**
     * The members that share the quota are set to different ones; the lowest applies, which is {@code perSecond}. Told once,
     * and again when it is other settings that differ. Called on the quota thread.
     *
     * @param members what each is set to, by name
     */
    default void quotaSettingsDiffer(int perSecond, Map<String, QuotaTerms> members) {}

    /** {@code count} records of the partition, at {@code from} and behind it, before {@code to}, are gone unread. */
    default void recordsLost(Partition partition, long from, long to, long count) {}

    /**
     * The partition's log ends at {@code end}, before {@code position}, which was to be read next; what it has from {@code
     * from} on is done again. All three are the same when nobody knows where it was cut.
     */
    default void recordsRedone(Partition partition, long position, long from, long end) {}

    /** Partitions came. */
    default void assigned(Collection<Partition> partitions) {}

    /** Partitions went; {@code dropped} of their deliveries are left to the next owner. */
    default void released(Collection<Partition> partitions, int dropped) {}
}
