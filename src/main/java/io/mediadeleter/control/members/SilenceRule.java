package io.mediadeleter.control.members;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Probe;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which members of the group are silent, so that they can be removed from it before their sessions end, and their partitions move on.
 *
 * <h2>The rule</h2>
 *
 * Every process writes a {@link Probe} twice a second, and a member of the consumer group says in it which one it is. Another
 * member is silent when, for {@link #SILENCE}, this process has sent probes of its own and read each back, no two of them more than a
 * second apart and each within a second, seven at least, and none of the other's. Silent, and not only unheard: a log that
 * stood still for all, a broker's restart, a pause of this process itself end the run of own probes, and a new one has to be as long.
 *
 * <p>Only the first living member by name removes, and only members of its own group. Each last probe counts once: whoever comes back
 * without a probe of its own, which it then needs to call, is not removed again.
 *
 * <h2>Why no call is made by a member that was removed</h2>
 *
 * {@link Standing} is the other side. Let r be when the request for a removal is sent, p the removed member's last probe that the
 * remover has read, and y the remover's own last one. The remover has read p by r - 3.5 s, so p was sent before that; y was sent
 * after r - 0.5 s ({@link #FRESH}).
 *
 * <ul>
 *   <li>Suppose that the member has never gone without a proof for {@link Standing#USABLE}, 3 s, up to r - 0.5 s. Then by r - 0.5 s it
 *       had read back a probe q that it sent after r - 3.5 s, so after p. So q is on the log before y was sent, hence
 *       below y, and the remover had read it before y: p is not the last that it has read.
 *   <li>So the member's proof had run out by then. It starts no call before a later probe comes back, and then not before
 *       Kafka has accepted a commit that began {@link Standing#HOLD_OFF}, 2.5 s, after that. The later probe is not below y, so it came
 *       back after y was sent, and the commit began 2 s or more after r. The remover's client gives a removal up 1.5 s after r,
 *       looking for the coordinator and trying again included: it sends nothing later, and what it sent at the very end has half a
 *       second to get there. So the coordinator has removed the member by then, and refuses the commit; or the removal never came
 *       about.
 * </ul>
 *
 * What is left is what the lease of the holds leaves, too: a process that is suspended between its question and its call makes that
 * one call; and for a virtual machine that is halted with both of its clocks no time passes. And a request that Kafka carries
 * out more than 2 s after it was asked for may meet a member that has come back: calls that it starts until it hears of it, with the next
 * heartbeat, are made again by the next owner.
 *
 * <p>No two machines' clocks are compared, nor any broker's: each side measures on its own.
 *
 * <h2>What each trouble does to it</h2>
 *
 * <ul>
 *   <li><em>A process that starts again under its name</em> writes probes without being a member at first. That it is there keeps
 *       what it was before from being removed: a classic group gives it its old partitions without a rebalance. The group of the newer
 *       protocol does not let it in as long as it has the old one; so after {@link #COMEBACK} that is removed all the same.
 *   <li><em>A removal that was asked for just before</em> a process took its old place would meet it: Kafka removes by name. So one that
 *       begins late is in doubt at first, as after a stall: see {@link Comeback}.
 *   <li><em>Two processes of one name</em>: both write probes; the member's own keep it.
 *   <li><em>A process that was removed and has come back</em> is not dead: its probes are slow. Within {@link HeardInstance#CALM} it is
 *       removed again only after twice the silence, then four times, which is longer than a session: the group would change all the time.
 *   <li><em>An instance of a version that does not tell</em> which member it is is never removed, and removes nobody.
 *   <li><em>The first living member cannot remove</em>, for want of a right or of a connection: nobody does, and sessions end by
 *       themselves.
 *   <li><em>Two think that they are first</em> while one of them falls silent: both look whether the member is in the group still; to
 *       remove it twice does nothing.
 * </ul>
 *
 * Not thread-safe.
 */
public final class SilenceRule {

    /** How long a member has been silent that is removed. More than a member without a proof calls, by half a second. */
    public static final Duration SILENCE = Standing.USABLE.plusMillis(500);

    /** How long after the remover's own last probe was sent a removal may be asked for. */
    public static final Duration FRESH = Duration.ofMillis(500);

    /** How long a process that has started again has to take its old place in the group. */
    static final Duration COMEBACK = Duration.ofSeconds(10);

    private static final Duration APART = Duration.ofSeconds(1);

    /** More than this are never on their way within a second. */
    private static final int MOST_UNREAD = 64;

    /** Anyone with the right may write probes. */
    private static final int MOST_INSTANCES = 10_000;

    private record Sent(long number, Moment at) {}

    private final String group;
    private final String instance;
    private final Map<String, HeardInstance> others = new HashMap<>();
    private final Deque<Sent> unread = new ArrayDeque<>();
    private final Comeback comeback = new Comeback();
    private String process = "";
    private @Nullable Membership own;
    private @Nullable Membership lastOwnMember;
    private @Nullable Moment runSince;
    private @Nullable Sent lastOwn;
    private @Nullable Moment lastOwnRead;

    /**
     * A process that has read nothing.
     *
     * @param instance its name in the group
     */
    public SilenceRule(String group, String instance) {
        this.group = group;
        this.instance = instance;
    }

    /** The topic is read from its beginning, and probes are counted anew. */
    public void startOver() {
        others.clear();
        unread.clear();
        comeback.startOver();
        endRun();
    }

    /** This process's probe is about to be written. */
    public void sent(Probe probe, Moment now) {
        process = probe.process();
        own = probe.member();
        lastOwnMember = own == null ? lastOwnMember : own;
        unread.add(new Sent(probe.number(), now));
        if (unread.size() > MOST_UNREAD) {
            unread.remove();
        }
    }

    /** The next record of the topic. */
    public void read(LoggedEntry logged, Moment now) {
        if (logged.entry() instanceof ControlEntry.Seen seen) {
            Probe probe = seen.probe();
            if (probe.member() != null
                    && probe.member().equals(lastOwnMember)
                    && !probe.process().equals(process)) {
                return; // this process's own, from before it read the topic anew
            }
            if (probe.process().equals(process)) {
                comeback.read(formerSilence(logged.stamp()), probe.member() != null);
                readOwn(probe.number(), now);
            } else if (others.size() < MOST_INSTANCES || others.containsKey(probe.instance())) {
                others.computeIfAbsent(probe.instance(), first -> new HeardInstance(now))
                        .read(probe, logged.stamp(), now);
            }
        } else if (logged.entry() instanceof ControlEntry.Forgotten gone) {
            others.remove(gone.instance());
        }
    }

    /** The silent members that this process is to remove now, by the instance's name; none if that is another's business. */
    public Map<String, Membership> silent(Moment now) {
        Sent last = lastOwn;
        if (last == null || !now.isWithin(FRESH, last.at()) || !isFirst(now)) {
            return Map.of();
        }
        Map<String, Membership> silent = new TreeMap<>();
        others.forEach((name, other) -> other.memberOf(group)
                .filter(member ->
                        !member.equals(lastOwnMember) && isSilent(other, now) && other.isDue(SILENCE, COMEBACK, now))
                .ifPresent(member -> silent.put(name, member)));
        return silent;
    }

    /** Until when a removal that is decided on now may be asked for; on the monotonic clock. */
    public long freshUntilNanos() {
        return lastOwn == null ? 0 : lastOwn.at().nanos() + FRESH.toNanos();
    }

    /** The removal of this member has been asked for, or is not called for: it is not asked for again. */
    public void removed(String name, String memberId, Moment now) {
        HeardInstance other = others.get(name);
        if (other != null) {
            other.removed(memberId, now);
        }
    }

    /**
     * Whether others may have asked to remove the member that had this process's name before, when a probe of this process was stamped
     * that has been read since this was last asked; asked until one was read that tells which member this process is.
     */
    public boolean takeDoubt() {
        return comeback.takeDoubt();
    }

    /** For how long the member that had this process's name before was silent then; zero where there was none. */
    private Duration formerSilence(Instant stamp) {
        HeardInstance before = others.get(instance);
        return before != null && before.memberOf(group).isPresent() ? before.silenceAt(stamp) : Duration.ZERO;
    }

    private void readOwn(long number, Moment now) {
        Sent sent = null;
        while (!unread.isEmpty() && unread.element().number() <= number) {
            sent = unread.remove();
        }
        if (sent == null || sent.number() != number || !now.isWithin(APART, sent.at())) {
            endRun();
            return;
        }
        boolean goesOn = lastOwn != null
                && lastOwnRead != null
                && sent.at().isWithin(APART, lastOwn.at())
                && now.isWithin(APART, lastOwnRead);
        if (!goesOn) {
            endRun();
            runSince = now;
        }
        lastOwn = sent;
        lastOwnRead = now;
        others.values().forEach(HeardInstance::missed);
    }

    private void endRun() {
        runSince = null;
        lastOwn = null;
        lastOwnRead = null;
        others.values().forEach(HeardInstance::forgive);
    }

    /** Whether no living member of the group has a name before this one's; one that is no member leaves it to those who are. */
    private boolean isFirst(Moment now) {
        return others.entrySet().stream()
                .filter(other -> other.getValue().memberOf(group).isPresent() && !isSilent(other.getValue(), now))
                .noneMatch(other -> own == null || other.getKey().compareTo(instance) < 0);
    }

    private boolean isSilent(HeardInstance other, Moment now) {
        Moment run = runSince;
        return run != null && now.nanosSince(run).compareTo(SILENCE) >= 0 && other.isSilent(SILENCE, now);
    }
}
