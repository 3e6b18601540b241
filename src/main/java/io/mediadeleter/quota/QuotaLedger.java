package io.mediadeleter.quota;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how much of the quota: a pure function of the log of claims.
 *
 * <h2>The rule</h2>
 *
 * Every member reads the same claims in the same order. A claim tells what its member is set to: its quota and its lease. At a
 * claim of m that a broker appended at its time t, every member whose last claim is older than t less its lease is forgotten;
 * then
 *
 * <pre>grant(m) = min(what m wants, quota − what all others wanted last), never negative</pre>
 *
 * where the quota is the least that any of them, m included, is set to.
 *
 * A member (see {@link QuotaMember}) uses at most the grant of the last claim it has read back, and at most what it has
 * wanted in any claim since, read back or not; so it is slower <em>before</em> it writes a smaller claim, and faster only
 * <em>after</em> it has read the larger one. And it uses nothing once its lease − margin has passed, on its own clock, since it
 * <em>sent</em> the last claim that it has read back.
 *
 * <h2>Why the rates in use never exceed the quota</h2>
 *
 * Take any moment, and of each member that uses anything the claim it has read back last. Of these claims let z's be the
 * one furthest down the log. Let o be another such member, and c its last claim above z's. Either c is the one that o has
 * read back, or o sent it later; both ways o uses at most what c wanted. And z's claim counted c, if o was not forgotten by
 * then. So z was granted at most the quota less what all the others use, and that is what z uses at most: the sum is at
 * most the quota, by which is meant the least that z's claim found.
 *
 * <p>So a member with a smaller quota lowers it for all from its first claim on. Who claimed before that goes by the quota
 * of then for lease − margin at most; in fact until it claims again, which is soon. When the member leaves or is forgotten,
 * the quota is again the least of the rest. Nobody starves meanwhile, since all work out their part of the same quota.
 *
 * <p>Had o been forgotten, it would use nothing: the claim that made the log forget it was stamped more than a lease after
 * c, o's own one, which c tells, and c was appended no earlier than o sent the claim that it has read back. Let d be how far two brokers' clocks
 * differ: more than lease − d has passed since then, and o had stopped after lease − margin. Hence d, together with what a
 * member's clock drifts in a lease, has to be less than the margin.
 *
 * <h2>After a quiet time</h2>
 *
 * Rates that sum up to the quota do not bound a second's calls while shares change hands, so a rise counts a second later
 * ({@link HeldRate}). The first to want something after a quiet time need not wait: when the log stamps its claim more than
 * a second after all claims that wanted anything have outlived their leases, then by the above, whoever holds something by that one has
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
 * Members need not agree on anything else: a claim that is lost, or does not come for a while, costs calls, not safety.
 *
 * <h2>Which records are ignored</h2>
 *
 * Anyone with the right may write anything. A claim that wants or could use more than the quota that it tells is none of a
 * member's, nor is one with a quota or a lease that no member may have. Members of a version that tells nothing count as set like the
 * reader: while there are such, the quota must not be changed. Members that want nothing are remembered for fairness only, so
 * the oldest of very many can be forgotten at once. Had one to be forgotten that wants something ({@link LiveShares}), then
 * nobody is granted anything until it would have ended by itself. Who claims for the first time may never claim again; its
 * demand takes nothing from the others yet.
 *
 * <h2>Why the others' claims count, and not their grants</h2>
 *
 * What the others were granted would leave more to the next one. But a grant depends on the grants before it, and those on
 * all claims since the log began: a newcomer that reads back any number of leases comes to other grants than those who
 * were there, and for good. With grants of 0 and 100 it may believe in 50 and 50; when the first lowers its claim, it takes
 * the 50 that the second is using. Claims of more than the longest lease and a second ago change nothing in these rules. After as
 * much and one more lease, for clocks that jump, a newcomer knows exactly what all others know.
 *
 * <p>Not thread-safe: belongs to the member that reads the log.
 */
public final class QuotaLedger {

    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long SECOND_MILLIS = HeldRate.SECOND_NANOS / 1_000_000;

    private final QuotaRules rules;
    private final QuotaTerms own;
    private final LiveShares shares = new LiveShares();
    private long brokerMillis;
    private long heldUntil = NEVER;

    public QuotaLedger(QuotaRules rules) {
        this.rules = rules;
        this.own = rules.terms();
    }

    /**
     * The next claim of the log.
     *
     * @return whether who is there, what anyone could use or what anyone is set to may be another now: most claims only
     *     say again what was said before
     */
    public boolean apply(LoggedClaim logged) {
        int members = shares.all().size();
        brokerMillis = logged.brokerMillis();
        shares.forgetBefore(brokerMillis);
        Claim claim = logged.claim();
        Share before = shares.get(claim.member());
        take(logged, before);
        Share after = shares.get(claim.member());
        boolean alike = after == null ? before == null : after.isAskedLike(before);
        return !alike || shares.all().size() != members;
    }

    private void take(LoggedClaim logged, @Nullable Share before) {
        Claim claim = logged.claim();
        QuotaTerms terms = claim.terms() == null ? own : claim.terms();
        if (!rules.allow(terms) || claim.wanted() > terms.perSecond() || claim.demand() > terms.perSecond()) {
            return;
        }
        if (before == null || before.claim().number() < claim.number()) {
            shares.remove(claim.member());
            int granted = Math.min(claim.wanted(), free(Math.min(perSecond(), terms.perSecond()), shares.wanted()));
            boolean afterQuiet = brokerMillis - heldUntil > SECOND_MILLIS;
            shares.add(new Share(logged, terms, granted, afterQuiet, before != null));
        }
        if (claim.wanted() > 0) {
            heldUntil = Math.max(heldUntil, brokerMillis + terms.lease().toMillis());
        }
    }

    /** What no other member wants; never negative. */
    int freeFor(String member) {
        return free(perSecond(), shares.wanted() - wantedBy(shares.get(member)));
    }

    /** The quota that counts: the least that any member is set to. */
    int perSecond() {
        return Math.min(own.perSecond(), shares.leastQuota().orElse(own.perSecond()));
    }

    /** The members that are not forgotten, by name. */
    public Map<String, Share> shares() {
        return shares.all();
    }

    /** When the last claim was appended; 0 before the first. */
    long brokerMillis() {
        return brokerMillis;
    }

    private int free(int perSecond, long wantedByOthers) {
        return shares.isIncomplete(brokerMillis) ? 0 : (int) Math.max(0, perSecond - wantedByOthers);
    }

    private static int wantedBy(@Nullable Share share) {
        return share == null ? 0 : share.claim().wanted();
    }
}
