package io.mediadeleter.quota;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Splits the quota by demand: nobody gets more than it asks for while another gets less than it and wants more (max-min
 * fairness), in whole calls a second. What nobody asks for is split evenly among all, so that whoever gets work next can
 * begin at once.
 *
 * <p>With more busy members than calls a second, each gets one for a while and then none: who is among the lucky ones
 * changes with {@code turn}.
 */
final class FairShare {

    /** A member, and as much of what it asks for as it may have. */
    private record Ask(String member, int calls) {}

    private FairShare() {}

    /**
     * Everyone's share; they sum up to the quota.
     *
     * @param demands calls a second by member, at least one member
     * @param turn any number that changes now and then, the same for all members
     */
    static Map<String, Integer> of(int perSecond, SortedMap<String, Integer> demands, long turn) {
        long busy = demands.values().stream().filter(demand -> demand > 0).count();
        int most = busy > perSecond ? 1 : perSecond;
        List<Ask> asks = new ArrayList<>(demands.size());
        demands.forEach((member, demand) -> asks.add(new Ask(member, Math.min(most, demand))));
        if (busy > perSecond) {
            Collections.rotate(asks, (int) Math.floorMod(turn * perSecond, (long) asks.size()));
        }
        asks.sort(Comparator.comparingInt(Ask::calls));
        Map<String, Integer> shares = new HashMap<>();
        int left = fill(perSecond, asks, shares);
        spread(left, asks, shares);
        return shares;
    }

    /** The least demands first: what they leave raises the level for the rest. Returns what nobody asks for. */
    private static int fill(int perSecond, List<Ask> asks, Map<String, Integer> shares) {
        int left = perSecond;
        int waiting = asks.size();
        for (Ask ask : asks) {
            int share = Math.min(ask.calls(), left / waiting);
            shares.put(ask.member(), share);
            left -= share;
            waiting--;
        }
        return left;
    }

    private static void spread(int all, List<Ask> asks, Map<String, Integer> shares) {
        int left = all;
        int waiting = asks.size();
        for (Ask ask : asks) {
            int share = left / waiting;
            shares.merge(ask.member(), share, Integer::sum);
            left -= share;
            waiting--;
        }
    }
}
