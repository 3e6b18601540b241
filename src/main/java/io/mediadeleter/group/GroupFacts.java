package io.mediadeleter.group;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.TopicRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a group at one moment. What could not be found out is null or missing, and named among the gaps.
 *
 * @param at the brokers' time as far as it is known, else this machine's
 * @param quotaPerSecond calls a second of the whole group, as far as this process is set
 * @param instances by name
 * @param isSettled whether the members of the consumer group know their partitions; false while it rebalances
 * @param control what the group has been told not to do; null when it could not be read
 * @param waiting what has not been done, by partition; null when it could not be found out
 * @param deadLetters null when they could not be counted
 */
public record GroupFacts(
        String group,
        Instant at,
        int quotaPerSecond,
        List<Instance> instances,
        boolean isSettled,
        @Nullable Control control,
        @Nullable List<Waiting> waiting,
        @Nullable DeadLetters deadLetters,
        List<Gap> gaps) {

    /** How gaps begin that leave out what waits on topics. */
    public static final String WAITS = "what waits on ";

    /** How a gap is called that leaves nobody who could say that no instance runs. */
    public static final String MEMBERS = "the members of the group";

    /** How a gap is called that leaves unknown what each instance may call. */
    public static final String SHARES = "the shares of the quota";

    /** How a gap is called that leaves what has become of the latest requests unknown. */
    public static final String LATEST = "what has become of the latest requests";

    /** So long an instance that lives may be without a probe on the control topic. */
    public static final Duration LONGEST_SILENCE = Duration.ofSeconds(6);

    /**
     * An instance, or what calls itself one.
     *
     * @param name empty for a member of the consumer group that has none
     * @param host where it runs; null for one that is no member of the consumer group
     * @param partitions that the group has given to it
     * @param seen the broker's stamp of its last probe; null when there is none
     * @param namesake another process that runs under its name, or did lately; null for none
     * @param report what it tells of itself; null when it tells nothing
     * @param share calls a second of the quota that it holds; null when that is not known
     */
    public record Instance(
            String name,
            @Nullable String host,
            List<Partition> partitions,
            @Nullable Instant seen,
            @Nullable Namesake namesake,
            @Nullable InstanceReport report,
            @Nullable Integer share) {

        public Instance {
            partitions = List.copyOf(partitions);
        }

        /** Whether it is a member of the consumer group. */
        public boolean isMember() {
            return host != null;
        }

        /** Whether another process may run under its name now. */
        public boolean hasNamesake(Instant now) {
            return namesake != null && namesake.isThere(now);
        }

        /** Where it runs, as it tells itself; null when it does not. */
        @Nullable
        String ownHost() {
            return report == null ? null : report.host();
        }

        /** Whether it has shown that it lives. */
        boolean isAlive(Instant now) {
            return seen != null && !seen.isBefore(now.minus(LONGEST_SILENCE));
        }
    }

    /**
     * What stands on the control topic.
     *
     * @param pauses what stops all calling, in force now; the brake is among them
     * @param holds how many others are in force
     * @param limit the calls within an hour that bound the group; null for no limit
     * @param lastSeen when an instance last showed that it lived; null when none ever did
     */
    public record Control(
            List<Hold> pauses,
            int holds,
            @Nullable Integer limit,
            @Nullable Instant lastSeen) {

        public Control {
            pauses = List.copyOf(pauses);
        }
    }

    /**
     * What has not been done of a partition. Markers of transactions may be counted as records.
     *
     * @param records all that can be read and is not settled
     * @param due those of them whose time has come
     * @param oldestDue when the oldest of these came to be due, about; null when none is due, or it is not known
     * @param undecided records behind a transaction that is open
     * @param undecidedSince since when, at the latest, the first of them has been there; null when that is not known
     * @param progress changes whenever something of it is settled
     * @param isStarted whether the group has an offset for it
     */
    public record Waiting(
            Partition partition,
            TopicRole kind,
            long records,
            long due,
            @Nullable Instant oldestDue,
            long undecided,
            @Nullable Instant undecidedSince,
            String progress,
            boolean isStarted) {

        /** Whether the first of those that are undecided is known to have been there before then. */
        boolean isUndecidedBefore(Instant then) {
            return undecided > 0 && undecidedSince != null && undecidedSince.isBefore(then);
        }
    }

    /**
     * Unresolved dead letters.
     *
     * @param groups by kind and code, the most first
     * @param older records on the topic that were not looked at, since there are too many: some may be unresolved, too
     */
    public record DeadLetters(List<Letters> groups, long older) {

        public DeadLetters {
            groups = List.copyOf(groups);
        }

        /** How many were counted. */
        public long count() {
            return groups.stream().mapToLong(Letters::count).sum();
        }
    }

    /**
     * Unresolved dead letters of one fault.
     *
     * @param lately how many of them were given up in the last ten minutes
     */
    public record Letters(String kind, String code, long count, long lately, Instant oldest, Instant latest) {}

    /** What has been due for less is no sign of something that stands still. */
    static final Duration LONG_DUE = Duration.ofMinutes(1);

    /** How long ago something is lately. */
    public static final Duration LATELY = Duration.ofMinutes(10);

    /**
     * Something that could not be found out.
     *
     * @param isEssential whether it may hide that something is stopped
     * @param what a noun, such as "the members of the group"
     * @param why a sentence without its stop
     * @param isStop whether the reason is something that stops the group
     */
    public record Gap(String what, String why, boolean isEssential, boolean isStop) {

        /** One that stops nothing as far as is known. */
        public Gap(String what, String why, boolean isEssential) {
            this(what, why, isEssential, false);
        }
    }

    public GroupFacts {
        instances = List.copyOf(instances);
        waiting = waiting == null ? null : List.copyOf(waiting);
        gaps = List.copyOf(gaps);
    }

    /** Of a group that Kafka cannot be asked about. */
    public static GroupFacts unknown(String group, Instant at, int quotaPerSecond, String why) {
        List<Gap> gaps = List.of(new Gap(MEMBERS, why, true));
        return new GroupFacts(group, at, quotaPerSecond, List.of(), false, null, null, null, gaps);
    }

    /** Whether Kafka tells nothing of the group. */
    public boolean isUnknown() {
        return control == null && waiting == null && !areMembersKnown();
    }

    /** Whether it is known who is a member of the consumer group. */
    public boolean areMembersKnown() {
        return gaps.stream().noneMatch(gap -> gap.what().equals(MEMBERS));
    }

    /** Whether it is known what waits on every topic. */
    public boolean isAllWaitingKnown() {
        return waiting != null && gaps.stream().noneMatch(gap -> gap.what().startsWith(WAITS));
    }

    /** Whether the instance has shown so long ago that it lives, or never, that it may not. */
    public boolean isSilent(Instance instance) {
        return !instance.isAlive(at);
    }

    /** Whether something has been due for so long that a second look is worth while. */
    public boolean maySomethingStandStill() {
        return waiting != null
                && waiting.stream()
                        .map(Waiting::oldestDue)
                        .anyMatch(oldest -> oldest != null && oldest.isBefore(at.minus(LONG_DUE)));
    }

    /** The same some time later, when this waits. */
    public GroupFacts later(Duration later, @Nullable List<Waiting> waits) {
        return new GroupFacts(
                group, at.plus(later), quotaPerSecond, instances, isSettled, control, waits, deadLetters, gaps);
    }

    /** Whether so much time or more lies between the two. */
    public boolean isLaterThan(GroupFacts before, Duration time) {
        return Duration.between(before.at, at).compareTo(time) >= 0;
    }
}
