package io.mediadeleter.control.members;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Namesake;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether another process writes under this instance's name. Not thread-safe. */
public final class Namesakes {

    /** What a killed process had sent may come so much later. */
    private static final Duration STRAY = Duration.ofSeconds(1);

    private @Nullable Namesake last;
    private @Nullable Instant began;
    private @Nullable Membership own;

    /** What this process is in the group, as it tells. */
    public void sent(@Nullable Membership member) {
        own = member == null ? own : member;
    }

    /**
     * Another process id has come under this instance's name. It is this process's own where the member is: it has begun anew, and
     * what it had written before comes late. The last probe of one that leaves does not tell its host.
     */
    public void read(ControlEntry.Seen seen, Instant stamp) {
        Membership member = seen.probe().member();
        if (member != null && member.equals(own)) {
            return;
        }
        InstanceReport report = seen.report();
        String host = report != null ? report.host() : last == null ? null : last.host();
        last = new Namesake(stamp, host);
    }

    /** This process had begun to read so long before it sent the probe that has this stamp. */
    public void began(Instant stamp, Duration before) {
        began = began == null ? stamp.minus(before) : began;
    }

    /**
     * Whether another process has run under the name since then, when the group gave it to another member. It would write a probe
     * every half second, and this process would read them before its own. A log that stands still for all tells nothing.
     *
     * @param then by the brokers' stamps, or a little before
     * @param proven how long after that this process has sent the last probe that it has read back
     */
    public NameUse since(Instant then, Duration proven) {
        if (last().filter(other -> other.seen().isAfter(then.plus(STRAY))).isPresent()) {
            return NameUse.SHARED;
        }
        return proven.compareTo(SilenceRule.SILENCE) < 0 ? NameUse.UNKNOWN : NameUse.ALONE;
    }

    /** The other process, if it was there when this one had begun: else it came before it. */
    public Optional<Namesake> last() {
        return Optional.ofNullable(last)
                .filter(other -> began != null && !other.seen().isBefore(began));
    }
}
