package io.mediadeleter.quota;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how much of the quota: a pure function of the log of claims.
 *
 * <h2>The rule</h2>
 *
 * Every member reads the same claims in the same order. At a claim of m that a broker appended at its time t, every member
 * whose last claim is older than t − lease is forgotten; then
 *
 * <pre>grant(m) = min(what m wants, quota − what all others wanted last), never negative</pre>
 *
 * A member (see {@link QuotaMember}) uses at most the grant of the last claim it has read back, and at most what it has
 * wanted in any claim since, read back or not; so it is slower <em>before</em> it writes a smaller claim, and faster only
 * <em>after</em> it has read the larger one. And it uses nothing once lease − margin has passed, on its own clock, since it
 * <em>sent</em> the last claim that it has read back.
 *
 * <h2>Why the rates in use never exceed the quota</h2>
 *
 * Take any moment, and of each member that uses anything the claim it has read back last. Of these claims let z's be the
 * one furthest down the log. Let o be another such member, and c its last claim above z's. Either c is the one that o has
 * read back, or o sent it later; both ways o uses at most what c wanted. And z's claim counted c, if o was not forgotten by
 * then. So z was granted at most the quota less what all the others use, and that is what z uses at most: the sum is at
 * most the quota.
 *
 * <p>Had o been forgotten, it would use nothing: the claim that made the log forget it was stamped more than a lease after
 * c, and c was appended no earlier than o sent the claim that it has read back. Let d be how far two brokers' clocks
 * differ: more than lease − d has passed since then, and o had stopped after lease − margin. Hence d, together with what a
 * member's clock drifts in a lease, has to be less than the margin.
 *
 * <h2>After a quiet time</h2>
 *
 * Rates that sum up to the quota do not bound a second's calls while shares change hands, so a rise counts a second later
 * ({@link HeldRate}). The first to want something after a quiet time need not wait: when the log stamps its claim more than
 * a lease and a second after the last one that wanted anything, then by the above, whoever holds something by that one has
 * stopped more than a second ago, and who claims after it gets what it leaves.
 *
 * <h2>What it rests on</h2>
 *
 * <ul>
 *   <li>The log is one partition; what was once read is not lost (no unclean leader election) and is read in order. A
 *       member's claims are in it as they were sent (idempotent producer); one that is overtaken is skipped.
 *   <li>The broker stamps what it appends ({@code LogAppendTime}). Its clock may jump back and forth within d.
 *   <li>Members' monotonic clocks run at about the same rate; their wall clocks do not matter.
 *   <li>A call is made when its token is taken. A process that stops between the two makes one call late.
 * </ul>
 *
 * Members need not agree on anything else: a claim that wants too much, is lost, or does not come for a while costs calls,
 * not safety.
 *
 * <h2>Why the others' claims count, and not their grants</h2>
 *
 * What the others were granted would leave more to the next one. But a grant depends on the grants before it, and those on
 * all claims since the log began: a newcomer that reads back any number of leases comes to other grants than those who
 * were there, and for good. With grants of 0 and 100 it may believe in 50 and 50; when the first lowers its claim, it takes
 * the 50 that the second is using. Claims of more than a lease and a second ago change nothing in these rules. After as
 * much and one more lease, for clocks that jump, a newcomer knows exactly what all others know.
 *
 * <p>Not thread-safe: belongs to the member that reads the log.
 */
public final class QuotaLedger {

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final int perSecond;
    private final long leaseMillis;
    private final long quietMillis;
    private final Map<String, Share> shares = new TreeMap<>();
    private long brokerMillis;
    private long wantedByAll;
    private long lastWantedMillis = NEVER;

    public QuotaLedger(QuotaRules rules) {
        perSecond = rules.perSecond();
        leaseMillis = rules.lease().toMillis();
        quietMillis = rules.quiet().toMillis();
    }

    /** The next claim of the log. */
    public void apply(LoggedClaim logged) {
        brokerMillis = logged.brokerMillis();
        forgetBefore(brokerMillis - leaseMillis);
        Claim claim = logged.claim();
        Share before = shares.get(claim.member());
        if (before == null || before.claim().number() < claim.number()) {
            int granted = Math.min(claim.wanted(), freeFor(claim.member()));
            wantedByAll += claim.wanted() - wantedBy(before);
            shares.put(claim.member(), new Share(logged, granted, brokerMillis - lastWantedMillis > quietMillis));
        }
        if (claim.wanted() > 0) {
            lastWantedMillis = Math.max(lastWantedMillis, brokerMillis);
        }
    }

    /** What no other member wants; never negative. */
    int freeFor(String member) {
        long free = perSecond - (wantedByAll - wantedBy(shares.get(member)));
        return (int) Math.max(0, free);
    }

    /** The members that are not forgotten, by name. */
    public Map<String, Share> shares() {
        return Collections.unmodifiableMap(shares);
    }

    /** When the last claim was appended; 0 before the first. */
    long brokerMillis() {
        return brokerMillis;
    }

    private void forgetBefore(long millis) {
        for (Iterator<Share> each = shares.values().iterator(); each.hasNext(); ) {
            Share share = each.next();
            if (share.last().brokerMillis() < millis) {
                wantedByAll -= wantedBy(share);
                each.remove();
            }
        }
    }

    private static int wantedBy(@Nullable Share share) {
        return share == null ? 0 : share.claim().wanted();
    }
}
