package io.mediadeleter.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One member's side of the rule in {@link QuotaLedger}: what to claim and when, and what may be used.
 *
 * <p>What does it want? Its {@link FairShare} of the quota that counts, by everyone's last stated demand. While others still hold more than theirs,
 * it takes what is free and keeps what it has. A member without a valid lease (new, or back from a pause, or far behind
 * the log) wants nothing until it has read a claim of its own back: it does not know enough to want anything.
 *
 * <p>When does it claim? Every interval, and at once, but not more often than every 50 ms, when it wants something else
 * than it last said, or its demand changes from or to nothing.
 *
 * <p>The order matters: {@link #claim} and {@link #leave} lower the {@link #allowance} at once, and it has to be in force
 * before the claim is written. Not thread-safe: belongs to the thread that reads the log.
 */
public final class QuotaMember {

    private static final long SHORTEST_GAP_NANOS = 50_000_000L;

    /** How long the lucky ones stay lucky when there are more busy members than calls a second. */
    private static final long TURN_MILLIS = 10_000;

    /** Claims on their way that are told apart. */
    private static final int MOST_UNREAD = 64;

    /** A claim on its way: may be lost, or in the log already. */
    private record Sent(long number, int wanted, long nanos) {

        /** Takes both for one, so that it is never too optimistic. */
        Sent and(Sent later) {
            return new Sent(later.number, Math.min(wanted, later.wanted), nanos);
        }
    }

    private final String id;
    private final QuotaRules rules;
    private final QuotaLedger ledger;
    private final Deque<Sent> unread = new ArrayDeque<>();
    private int demand;
    private long numbers;
    private @Nullable Claim last;
    private long lastNanos;
    private Allowance readBack;

    /** Its part of the quota, until what it depends on changes: most turns of the member, and most claims, change nothing. */
    private @Nullable Integer fair;

    /**
     * A member that holds nothing.
     *
     * @param id never used before, and by no other
     */
    public QuotaMember(String id, QuotaRules rules, long nowNanos) {
        this.id = id;
        this.rules = rules;
        this.ledger = new QuotaLedger(rules);
        this.readBack = new Allowance(0, nowNanos);
    }

    /** It can read the log from now on, and so can have a lease: what it took to connect is no time without one. */
    public void begin(long nowNanos) {
        readBack = new Allowance(0, nowNanos);
    }

    /** What it could use from now on, in calls a second. */
    public void demand(int perSecond) {
        demand = Math.min(perSecond, rules.perSecond());
        fair = null;
    }

    /** The claim to write now, if there is one. */
    public Optional<Claim> claim(long nowNanos) {
        long since = nowNanos - lastNanos;
        if (last != null && since < SHORTEST_GAP_NANOS) {
            return Optional.empty();
        }
        int wanted = wanted(nowNanos);
        boolean news = last == null || last.wanted() != wanted || (last.demand() == 0) != (demand == 0);
        return news || since >= rules.interval().toNanos() ? Optional.of(send(wanted, nowNanos)) : Optional.empty();
    }

    /** The last claim: gives everything back. */
    public Claim leave(long nowNanos) {
        demand(0);
        return send(0, nowNanos);
    }

    /** The next claim of the log, its own ones among them. */
    public void read(LoggedClaim logged) {
        long turn = turn();
        if (ledger.apply(logged) || turn() != turn) {
            fair = null;
        }
        if (logged.claim().member().equals(id)) {
            readBack(logged.claim().number());
        }
    }

    /** What it may use, as long as nothing is claimed or read. */
    public Allowance allowance() {
        int least = readBack.perSecond();
        for (Sent sent : unread) {
            least = Math.min(least, sent.wanted());
        }
        return new Allowance(least, readBack.untilNanos(), readBack.afterQuiet());
    }

    /** How things are, for operators; the clocks say the same moment. */
    public QuotaSnapshot snapshot(long nowNanos, Instant now) {
        Allowance allowance = allowance();
        return new QuotaSnapshot(
                id,
                demand,
                last == null ? 0 : last.wanted(),
                readBack.perSecond(),
                allowance.at(nowNanos),
                now.plusNanos(allowance.untilNanos() - nowNanos),
                Duration.ofNanos(Math.max(0, nowNanos - allowance.untilNanos())),
                byMember(ledger.shares().values().stream(), Share::granted),
                byMember(
                        ledger.shares().values().stream(),
                        share -> share.claim().demand()),
                ledger.perSecond(),
                differing());
    }

    /** What all are set to, as far as they tell, if not all alike. */
    private Map<String, QuotaTerms> differing() {
        Map<String, QuotaTerms> told = byMember(
                ledger.shares().values().stream().filter(share -> share.claim().terms() != null), Share::terms);
        boolean alike = told.values().stream().allMatch(rules.terms()::equals);
        return alike ? Map.of() : told;
    }

    private static <T> Map<String, T> byMember(Stream<Share> shares, Function<Share, T> value) {
        return shares.collect(Collectors.toMap(share -> share.claim().member(), value));
    }

    private int wanted(long nowNanos) {
        if (readBack.untilNanos() - nowNanos <= 0) {
            return 0;
        }
        if (fair == null) {
            fair = fairShare();
        }
        int attainable = Math.max(allowance().at(nowNanos), ledger.freeFor(id));
        return Math.min(fair, attainable);
    }

    private int fairShare() {
        TreeMap<String, Integer> demands = new TreeMap<>();
        ledger.shares()
                .forEach((member, share) ->
                        demands.put(member, share.again() ? share.claim().demand() : 0));
        demands.put(id, demand);
        return FairShare.of(ledger.perSecond(), demands, turn()).getOrDefault(id, 0);
    }

    private long turn() {
        return ledger.brokerMillis() / TURN_MILLIS;
    }

    private Claim send(int wanted, long nowNanos) {
        Claim claim = new Claim(id, ++numbers, demand, wanted, rules.terms());
        last = claim;
        lastNanos = nowNanos;
        unread.add(new Sent(claim.number(), wanted, nowNanos));
        if (unread.size() > MOST_UNREAD) {
            Sent oldest = unread.remove();
            unread.addFirst(oldest.and(unread.remove()));
        }
        return claim;
    }

    private void readBack(long number) {
        while (!unread.isEmpty() && unread.element().number() <= number) {
            Sent sent = unread.remove();
            Share share = ledger.shares().get(id);
            if (sent.number() == number && share != null) {
                long until = sent.nanos() + rules.usable().toNanos();
                readBack = new Allowance(share.granted(), until, share.afterQuiet());
            }
        }
    }
}
