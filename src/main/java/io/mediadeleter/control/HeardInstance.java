package io.mediadeleter.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was last heard of another process, or of another one of this process's own name. For {@link SilenceRule}. Not thread-safe. */
final class HeardInstance {

    private static final int PROBES = 7;

    private @Nullable Membership member;
    private String process = "";
    private Moment memberRead;
    private Instant memberStamp = Instant.MIN;
    private boolean isBack;
    private int missed;
    private @Nullable String removed;

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
    void removed(String memberId) {
        removed = memberId;
    }

    /** As what it takes part in the group; empty when it does not, or in another one. */
    Optional<Membership> memberOf(String group) {
        return Optional.ofNullable(member).filter(told -> told.group().equals(group));
    }

    /** Whether it is to be removed, if it is silent: nobody has, and it is not just starting again. */
    boolean isDue(Duration comeback, Moment now) {
        boolean isDone = member == null || member.memberId().equals(removed);
        return !isDone && (!isBack || !now.isWithin(comeback, memberRead));
    }

    boolean isSilent(Duration silence, Moment now) {
        return missed >= PROBES && now.nanosSince(memberRead).compareTo(silence) >= 0;
    }

    /** How long before this its last probe as a member was stamped. */
    Duration silenceAt(Instant stamp) {
        return memberStamp.equals(Instant.MIN) ? Duration.ZERO : Duration.between(memberStamp, stamp);
    }
}
