package io.mediadeleter.control.members;

import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Probe;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was last heard of another process, or of another one of this process's own name. For {@link SilenceRule}. Not thread-safe. */
final class HeardInstance {

    /** For how long after a removal it counts that the process came back from it. */
    static final Duration CALM = Duration.ofMinutes(10);

    private static final int PROBES = 7;

    private static final int MOST_DOUBLINGS = 4;

    private @Nullable Membership member;
    private String process = "";
    private Moment memberRead;
    private Instant memberStamp = Instant.MIN;
    private boolean isBack;
    private int missed;
    private @Nullable String removed;
    private @Nullable Moment removedAt;
    private int comebacks;

    HeardInstance(Moment now) {
        memberRead = now;
    }

    /** A probe of that name came. */
    void read(Probe probe, Instant stamp, Moment now) {
        boolean isSame = process.equals(probe.process());
        if (probe.member() == null && !isSame && member != null) {
            isBack = true; // it was here before, and is starting again
            return;
        }
        comebacks = !isSame ? 0 : removed == null ? comebacks : Math.min(MOST_DOUBLINGS, comebacks + 1);
        member = probe.member();
        process = probe.process();
        memberRead = now;
        memberStamp = stamp;
        isBack = false;
        missed = 0;
        removed = null; // a member of the newer protocol comes back with the id that it had
    }

    /** One's own probe came, and none of this name's. */
    void missed() {
        missed++;
    }

    /** There is no telling how many were missed. */
    void forgive() {
        missed = 0;
    }

    /** It is removed, or not to be removed: until it is heard of again, it is done with as this member. */
    void removed(String memberId, Moment now) {
        comebacks = isCalm(now) ? 0 : comebacks;
        removed = memberId;
        removedAt = now;
    }

    /** As what it takes part in the group; empty when it does not, or in another one. */
    Optional<Membership> memberOf(String group) {
        return Optional.ofNullable(member).filter(told -> told.group().equals(group));
    }

    /**
     * Whether it is to be removed, if it is silent: nobody has, it is not just starting again, and it has not come back from that
     * again and again.
     */
    boolean isDue(Duration silence, Duration comeback, Moment now) {
        boolean isDone = member == null || member.memberId().equals(removed);
        boolean isStarting = isBack && now.isWithin(comeback, memberRead);
        boolean isSlow = !isBack
                && comebacks > 0
                && !isCalm(now)
                && now.isWithin(silence.multipliedBy(1L << comebacks), memberRead);
        return !isDone && !isStarting && !isSlow;
    }

    private boolean isCalm(Moment now) {
        return removedAt == null || !now.isWithin(CALM, removedAt);
    }

    boolean isSilent(Duration silence, Moment now) {
        return missed >= PROBES && now.nanosSince(memberRead).compareTo(silence) >= 0;
    }

    /** How long before this its last probe as a member was stamped. */
    Duration silenceAt(Instant stamp) {
        return memberStamp.equals(Instant.MIN) ? Duration.ZERO : Duration.between(memberStamp, stamp);
    }
}
