package io.mediadeleter.control.holds;

import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.holds.OwnEntries.WrittenEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether every member of the consumer group looks at the control topic. Whoever has written a hold and has waited for a lease
 * asks this last: the lease binds only those who look.
 *
 * <h2>What counts as looking</h2>
 *
 * An instance that looks writes a probe twice a second. So by the time a lease has passed, one of its probes stands behind the
 * hold: {@link Presence#LOOKS}. Nothing less shows that the process that is a member now is one that looks: an older
 * version may have taken the name of an instance whose probes are still there.
 *
 * <p>A member without such a probe, but with one from the last minute before the hold, is {@link Presence#SILENT}. Either it is
 * suspended, cut off or dead, and then its lease has run out and it starts no call; but then it sends no heartbeats either, and
 * the group drops it when its session ends, by default after 10 s. Or an older version runs under its name: that one stays.
 * So it is waited for, a minute at most: until it looks again, or is no member any more. A member that is there after that is
 * alive without looking, and nobody can say that it starts no call.
 *
 * <p>A member of which nothing was heard even in that minute is {@link Presence#UNSEEN}: it never looked, at least not at this
 * topic. Only one that is just starting is so for a moment, since it joins the group before its first probe is written.
 */
public record RollCall(List<Answer> answers) {

    /** How a member is seen on the control topic. */
    public enum Presence {
        /** It has read the hold, or stops by itself before it calls. */
        LOOKS,
        /** It has looked until lately. */
        SILENT,
        /** It does not look. */
        UNSEEN
    }

    /**
     * One member.
     *
     * @param lastProbe the broker's stamp of its last probe; null when there is none
     */
    public record Answer(
            Member member, Presence presence, @Nullable Instant lastProbe) {}

    /** How long ago a member may have looked that is perhaps suspended or cut off; as long it is waited for. */
    static final Duration LATELY = Duration.ofMinutes(1);

    /** An instance that starts has written its first probe by then. */
    static final Duration STARTING = Duration.ofSeconds(10);

    public RollCall {
        answers = List.copyOf(answers);
    }

    /**
     * Calls the roll.
     *
     * @param probes the last probe of each instance, by name
     * @param hold the last record that was written
     */
    public static RollCall of(Collection<Member> members, Map<String, LoggedEntry> probes, WrittenEntry hold) {
        return new RollCall(members.stream()
                .sorted(Comparator.comparing(Member::instance).thenComparing(Member::host))
                .map(member -> answer(member, probes.get(member.instance()), hold))
                .toList());
    }

    /** Those that do not look, as far as is known. */
    public List<Answer> absent() {
        return answers.stream()
                .filter(answer -> answer.presence() != Presence.LOOKS)
                .toList();
    }

    /** How long after the hold was written it is of use to call the roll again. */
    public Duration patience() {
        List<Answer> absent = absent();
        if (absent.isEmpty()) {
            return Duration.ZERO;
        }
        return absent.stream().anyMatch(answer -> answer.presence() == Presence.UNSEEN) ? STARTING : LATELY;
    }

    private static Answer answer(Member member, @Nullable LoggedEntry probe, WrittenEntry hold) {
        if (probe == null) {
            return new Answer(member, Presence.UNSEEN, null);
        }
        boolean isLately = !probe.stamp().isBefore(hold.stamp().minus(LATELY));
        Presence behind = isLately ? Presence.SILENT : Presence.UNSEEN;
        return new Answer(member, probe.offset() > hold.offset() ? Presence.LOOKS : behind, probe.stamp());
    }

    /**
     * A member of the consumer group, as Kafka names it.
     *
     * @param instance its static name; empty for a member that has none, which is no instance of this service
     * @param host where it runs
     */
    public record Member(String instance, String host) {}
}
