package io.mediadeleter.control.members;

import io.mediadeleter.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process may still assume that it owns its partitions, as far as others would have let the group take them. It may
 * while less than {@link #USABLE} has passed since it sent the last probe that it has read back. Once that was not so, it may have been
 * removed from the group without knowing: then only a commit that Kafka accepts shows that it was not. Why this is enough is said in
 * {@link SilenceRule}.
 *
 * <p>Not thread-safe.
 */
public final class Standing {

    /** For how long after a probe was sent its reading counts. */
    public static final Duration USABLE = Duration.ofSeconds(3);

    /** How long after probes come back again a commit has to begin: by then a removal has come about that was decided on before. */
    static final Duration HOLD_OFF = Duration.ofMillis(2_500);

    private @Nullable Moment began;
    private @Nullable Moment proof;
    private @Nullable Moment doubtSince;

    /** A probe is sent that names the membership. */
    public void probes(Moment now) {
        if (began == null) {
            began = now;
        }
    }

    /**
     * A probe has come back.
     *
     * @param sent when it was sent
     * @return false when the last one before it had been too long ago; of the first one, when others may have heard probes that never
     *     came back
     */
    public boolean proved(Moment sent, Moment now) {
        Moment before = proof == null ? began : proof;
        boolean held = before == null || now.isWithin(USABLE, before);
        if (!held) {
            doubtSince = now;
        }
        proof = sent;
        return held;
    }

    /** This process may be removed from the group for what a former one of its name did not do. */
    public void doubt(Moment now) {
        doubtSince = now;
    }

    /** Kafka has accepted a commit that this process, as the member that it knows itself to be, began then. */
    public void committed(Moment began) {
        if (doubtSince != null && began.nanosSince(doubtSince).compareTo(HOLD_OFF) >= 0) {
            doubtSince = null;
        }
    }

    /** Whether a call may start. */
    public boolean allowsCalls(Moment now) {
        return proof != null && now.isWithin(USABLE, proof) && doubtSince == null;
    }

    /** Whether a commit that begins now would show that this process is a member still, which is in doubt. */
    public boolean wantsCommit(Moment now) {
        return doubtSince != null
                && proof != null
                && now.isWithin(USABLE, proof)
                && now.nanosSince(doubtSince).compareTo(HOLD_OFF) >= 0;
    }
}
