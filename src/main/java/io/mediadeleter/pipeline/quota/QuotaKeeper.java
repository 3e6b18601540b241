package io.mediadeleter.pipeline.quota;

import io.mediadeleter.pipeline.port.QuotaLogLost;
import io.mediadeleter.pipeline.port.QuotaLogRefused;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.quota.Allowance;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.LoggedClaim;
import io.mediadeleter.quota.QuotaMember;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.SilenceTimer;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this instance's share of the quota, turn by turn: reads what the members claim, tells the bucket what may be used,
 * claims. The rule is {@link QuotaMember}'s.
 *
 * <p>It may be late, or hang on a broker that does not answer: the bucket knows by itself when the allowance runs out.
 * {@link #turn} and {@link #leave} are confined to the quota thread; the rest is safe for any.
 */
public final class QuotaKeeper {

    /**
     * What it works with.
     *
     * @param load how busy the dispatcher is
     * @param dispatch what the dispatcher waits for
     */
    public record Parts(
            QuotaSharing sharing,
            TokenBucket bucket,
            Supplier<CallLoad> load,
            Signal dispatch,
            Telemetry telemetry,
            Time time) {}

    /** How long a change of the demand may go unnoticed. */
    private static final Duration LONGEST_READ = Duration.ofMillis(40);

    private static final Duration BEFORE_NEXT_START = Duration.ofSeconds(1);

    private final QuotaSharing sharing;
    private final TokenBucket bucket;
    private final Supplier<CallLoad> load;
    private final Signal dispatch;
    private final Time time;
    private final Telemetry telemetry;
    private final Signal ending = new Signal();
    private final Demand demand;
    private @Nullable QuotaMember member;
    private SilenceTimer silence;
    private Allowance inForce;
    private Set<QuotaTerms> toldOf = Set.of();
    private volatile Optional<QuotaSnapshot> snapshot = Optional.empty();
    private volatile Optional<String> obstacle = Optional.empty();

    /** A keeper of nothing yet. */
    public QuotaKeeper(Parts parts) {
        this.sharing = parts.sharing();
        this.bucket = parts.bucket();
        this.load = parts.load();
        this.dispatch = parts.dispatch();
        this.time = parts.time();
        this.telemetry = parts.telemetry();
        this.demand = new Demand(sharing.rules().perSecond(), time.nanoTime());
        this.inForce = nothing();
        this.silence = new SilenceTimer(sharing.rules().lease(), time.nanoTime());
    }

    /**
     * One turn; waits for claims for a moment.
     *
     * @throws QuotaLogRefused if there is no sharing by this log
     */
    public void turn() throws InterruptedException {
        try {
            if (member == null) {
                member = start();
            } else {
                turn(member);
            }
        } catch (QuotaLogLost lost) {
            startOver(lost);
        }
    }

    /** Lets no turn wait for long: the last one is near. Thread-safe. */
    public void hurry() {
        ending.raise();
    }

    /** Gives the share back. */
    public void leave() {
        if (member == null) {
            return;
        }
        Claim last = member.leave(time.nanoTime());
        enforce(member.allowance());
        try {
            sharing.log().write(last);
            sharing.log().flush();
        } catch (QuotaLogLost lost) {
            telemetry.quotaLogLost(String.valueOf(lost.getMessage()), Duration.ZERO);
        }
    }

    /** How things were at the last turn; empty before the first. */
    public Optional<QuotaSnapshot> snapshot() {
        return snapshot;
    }

    /** Why there is no share, if something is in the way. Thread-safe. */
    public Optional<String> obstacle() {
        return obstacle;
    }

    private QuotaMember start() {
        QuotaMember joining = new QuotaMember(sharing.memberIds().get(), sharing.rules(), time.nanoTime());
        Claim first = joining.claim(time.nanoTime()).orElseThrow();
        sharing.log().start(first, sharing.rules().history());
        joining.begin(time.nanoTime());
        silence = new SilenceTimer(sharing.rules().lease(), time.nanoTime());
        return joining;
    }

    private void turn(QuotaMember joined) {
        long until = joined.allowance().untilNanos();
        for (LoggedClaim claim : sharing.log().read(LONGEST_READ)) {
            joined.read(claim);
        }
        if (silence.isSilent(joined.allowance().untilNanos() != until, time.nanoTime())) {
            throw new QuotaLogLost("this instance cannot read back what it writes to the quota topic");
        }
        joined.demand(demand.look(load.get(), time.nanoTime()));
        Optional<Claim> claim = joined.claim(time.nanoTime());
        enforce(joined.allowance());
        claim.ifPresent(sharing.log()::write);
        QuotaSnapshot now = joined.snapshot(time.nanoTime(), time.now());
        snapshot = Optional.of(now);
        if (now.leaseEnds().isAfter(time.now())) {
            obstacle = Optional.empty();
        }
        tellOfDifferences(now);
    }

    private void tellOfDifferences(QuotaSnapshot now) {
        Set<QuotaTerms> settings = Set.copyOf(now.differing().values());
        if (!settings.isEmpty() && !settings.equals(toldOf)) {
            telemetry.quotaSettingsDiffer(now.perSecond(), now.differing());
        }
        toldOf = settings;
    }

    /** A log that lost its end may have lost others' claims: what they hold by them ends within a lease. */
    private void startOver(QuotaLogLost lost) throws InterruptedException {
        Duration pause = member == null ? BEFORE_NEXT_START : sharing.rules().lease();
        String reason = String.valueOf(lost.getMessage());
        telemetry.quotaLogLost(reason, pause);
        obstacle = Optional.of(reason);
        member = null;
        snapshot = Optional.empty();
        enforce(nothing());
        time.await(ending, pause.toNanos());
    }

    private void enforce(Allowance next) {
        if (!next.equals(inForce)) {
            bucket.allow(next, time.nanoTime());
            inForce = next;
            dispatch.raise();
        }
    }

    private Allowance nothing() {
        return new Allowance(0, time.nanoTime());
    }
}
