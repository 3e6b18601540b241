package io.mediadeleter.quota;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The shares of the members that are not forgotten, as a function of the last claims of the log alone; a claim costs the
 * logarithm of their number. Bounded: of those that want something and of the others, the {@value #MOST} are kept that were
 * heard of last. When one that wants something had to go, the rest cannot be trusted to be all, for as long as it would have
 * counted. Not thread-safe.
 */
final class LiveShares {

    static final int MOST = 1_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private record End(long millis, String member) {}

    private final Map<String, Share> byMember = new TreeMap<>();
    private final TreeSet<End> ends =
            new TreeSet<>(Comparator.comparingLong(End::millis).thenComparing(End::member));
    private final TreeMap<Integer, Integer> quotas = new TreeMap<>();
    private final LinkedHashSet<String> wanting = new LinkedHashSet<>();
    private final LinkedHashSet<String> idle = new LinkedHashSet<>();
    private long wanted;
    private long incompleteUntil = NEVER;

    /** Forgets those that no longer count. */
    void forgetBefore(long millis) {
        while (!ends.isEmpty() && ends.first().millis() < millis) {
            remove(ends.first().member());
        }
    }

    @Nullable
    Share get(String member) {
        return byMember.get(member);
    }

    /** The member must not be in here. */
    void add(Share share) {
        Claim claim = share.claim();
        byMember.put(claim.member(), share);
        ends.add(new End(share.countsUntil(), claim.member()));
        quotas.merge(share.terms().perSecond(), 1, Integer::sum);
        wanted += claim.wanted();
        if (claim.wanted() > 0) {
            wanting.add(claim.member());
        } else {
            idle.add(claim.member());
        }
        bound(wanting);
        bound(idle);
    }

    void remove(String member) {
        Share gone = byMember.remove(member);
        if (gone != null) {
            ends.remove(new End(gone.countsUntil(), member));
            quotas.computeIfPresent(gone.terms().perSecond(), (quota, count) -> count == 1 ? null : count - 1);
            wanted -= gone.claim().wanted();
            wanting.remove(member);
            idle.remove(member);
        }
    }

    /** What all of them want together. */
    long wanted() {
        return wanted;
    }

    /** The least quota that any of them is set to. */
    OptionalInt leastQuota() {
        return quotas.isEmpty() ? OptionalInt.empty() : OptionalInt.of(quotas.firstKey());
    }

    /** Whether there are members that want something and are not in here. */
    boolean isIncomplete(long millis) {
        return millis <= incompleteUntil;
    }

    Map<String, Share> all() {
        return Collections.unmodifiableMap(byMember);
    }

    private void bound(Set<String> kept) {
        if (kept.size() > MOST) {
            String eldest = kept.iterator().next();
            Share gone = byMember.get(eldest);
            if (gone != null && gone.claim().wanted() > 0) {
                incompleteUntil = Math.max(incompleteUntil, gone.countsUntil());
            }
            remove(eldest);
        }
    }
}
