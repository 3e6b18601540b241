package io.mediadeleter.quota;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LocalBucket;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/**
 * The tokens that calls cost: one for each call, a little fewer than the allowance, evenly spaced while there are more calls than
 * tokens.
 *
 * <h2>What it promises</h2>
 *
 * In no second, wherever it begins, do the members of a group take more tokens than the quota, however many they are and
 * however their shares change hands.
 *
 * <p>For it counts ({@link SpentTokens}): from no moment a of the last second until now does a member take more than it was allowed at
 * a. All members' allowances at a sum up to at most the quota, and so does what they take.
 *
 * <p>Why does the pace ({@link HeldRate}) rise a second later? A member at 2 calls a second has a token ready half of the time. If fifty of them
 * spent theirs and at once handed their shares to another, the second would hold 50 calls too many. (Where nobody has had
 * anything for a second, nothing is handed over, and the first to get some begins at once.)
 *
 * <h2>How is it tuned, and why?</h2>
 *
 * The API counts fixed seconds by the time of arrival. A sender at the whole quota loses every call that jitter moves into
 * the neighbouring second, and bursts that come again and again move many; hence {@link #UTILISATION}.
 *
 * <p>A dispatcher that comes late has missed tokens. {@link #SAVED} of them are kept, and taken at once: spaced evenly, those that
 * waited for 0.1 s at nine tenths of the quota would hold up all that come in the second after them. Once the
 * count says that a second is full, what is saved is forfeited, or the burst would come again a second later, and then for ever. In a
 * simulation of one sender with 10 or 100 ms of jitter, who stands still for 0.15 s every 3 s or for 0.4 s every 10 s, the API refused as many
 * calls as without anything saved, at nine tenths of the quota and at all of it. What is saved grows with the share, beyond the one
 * token that a call costs, so for the group as a whole it does not grow with its members.
 *
 * <p>A change of the rate changes no tokens, but for those that no longer fit in. Thread-safe: every method holds
 * the instance's lock.
 */
public final class TokenBucket {

    /** The part of the allowance that is aimed for. */
    static final double UTILISATION = 0.99;

    /** Tokens that may be saved up beyond the first one, as a part of a second's allowance. */
    static final double SAVED = 0.1;

    /** The library counts whole tokens; a call costs this many. */
    private static final long CALL = 10_000;

    private static final long FOR_EVER_NANOS = Long.MAX_VALUE / 2;

    @GuardedBy("this")
    private final Meter meter;

    @GuardedBy("this")
    private final LocalBucket bucket;

    @GuardedBy("this")
    private final HeldRate rate;

    @GuardedBy("this")
    private final BackOff backOff;

    @GuardedBy("this")
    private final SpentTokens spent = new SpentTokens();

    /** What is saved is not to be used. */
    @GuardedBy("this")
    private boolean isForfeited;

    @GuardedBy("this")
    private long pausedUntil;

    @GuardedBy("this")
    private Pace pace;

    /**
     * A full bucket that has the quota for itself for ever.
     *
     * @param perSecond calls a second that the API allows
     * @param nowNanos the monotonic clock
     */
    public TokenBucket(int perSecond, long nowNanos) {
        this(perSecond, new Allowance(perSecond, nowNanos + FOR_EVER_NANOS), nowNanos);
        if (perSecond < 1) {
            throw new IllegalArgumentException("the quota is 1 or more: " + perSecond);
        }
    }

    private TokenBucket(int tokens, Allowance initial, long nowNanos) {
        meter = new Meter(nowNanos);
        rate = new HeldRate(initial, nowNanos);
        backOff = new BackOff(nowNanos);
        pausedUntil = nowNanos;
        pace = new Pace(tokens, BackOff.ALL);
        bucket = new LocalBucketBuilder()
                .addLimit(pace.configuration().getBandwidths()[0])
                .withCustomTimePrecision(meter)
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    /** A bucket that gives nothing before it is allowed to. */
    public static TokenBucket shared(long nowNanos) {
        return new TokenBucket(1, new Allowance(0, nowNanos), nowNanos);
    }

    /** From now on it gives at most this: less at once, more a second later, or at once if nobody has had any. */
    public synchronized void allow(Allowance allowance, long nowNanos) {
        rate.change(allowance, nowNanos);
    }

    /**
     * Takes a token if there is one.
     *
     * @param nowNanos the monotonic clock
     * @return 0 when a token was taken, else how long to wait before asking again, in nanoseconds
     */
    public synchronized long take(long nowNanos) {
        long pause = pausedUntil - nowNanos;
        if (pause > 0) {
            return pause;
        }
        int perSecond = rate.lowest(nowNanos);
        long untilNext = rate.untilNext(nowNanos);
        if (perSecond == 0) {
            return untilNext;
        }
        long untilRoom = spent.untilRoom(nowNanos, rate.steps());
        if (untilRoom > 0) {
            isForfeited = true;
            return Math.min(untilNext, untilRoom);
        }
        meter.now = nowNanos;
        keep(new Pace(perSecond, backOff.percent(nowNanos)));
        if (isForfeited) {
            forfeit();
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(CALL);
        if (!probe.isConsumed()) {
            return Math.max(1, Math.min(untilNext, probe.getNanosToWaitForRefill()));
        }
        spent.spend(nowNanos);
        return 0;
    }

    /** All but one token. */
    @GuardedBy("this")
    private void forfeit() {
        isForfeited = false;
        long saved = bucket.getAvailableTokens() - CALL;
        if (saved > 0) {
            bucket.consumeIgnoringRateLimits(saved);
        }
    }

    /** How many tokens a second it gives now; 0 while it gives none. */
    public synchronized int perSecond(long nowNanos) {
        return rate.lowest(nowNanos);
    }

    /** Gives back a token that was taken at the same moment and not used. */
    public synchronized void giveBack() {
        bucket.addTokens(CALL);
        spent.giveBack();
    }

    /** The API said that the quota is spent: gives no token before {@code untilNanos}, and then for a while a little fewer. */
    public synchronized void refused(long nowNanos, long untilNanos) {
        pausedUntil = untilNanos;
        isForfeited = true;
        backOff.refused(nowNanos);
    }

    @GuardedBy("this")
    private void keep(Pace wanted) {
        if (!wanted.equals(pace)) {
            pace = wanted;
            bucket.replaceConfiguration(wanted.configuration(), TokensInheritanceStrategy.AS_IS);
        }
    }

    /** A part of an allowance, in hundredths, as the library is told. */
    private record Pace(int perSecond, int percent) {

        BucketConfiguration configuration() {
            long gained = Math.round(perSecond * UTILISATION * CALL * percent / BackOff.ALL);
            return BucketConfiguration.builder()
                    .addLimit(limit -> limit.capacity(CALL + Math.round(perSecond * SAVED * CALL))
                            .refillGreedy(gained, Duration.ofSeconds(1)))
                    .build();
        }
    }

    /** The library's clock: stands at the time of the last question. */
    private static final class Meter implements TimeMeter {

        private final long start;
        private long now;

        Meter(long start) {
            this.start = start;
            this.now = start;
        }

        @Override
        public long currentTimeNanos() {
            return now - start;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
