package io.mediadeleter.quota;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Splits the quota by demand: nobody gets more than it asks for while another gets less than it and wants more (max-min
 * fairness), in whole calls a second. What nobody asks for is split evenly among all, so that whoever gets work next can
 * begin at once.
 *
 * <p>With more busy members than calls a second, each gets one for a while and then none: who is among the lucky ones
 * changes with {@code turn}.
 */
final class FairShare {

    private FairShare() {}

    /**
     * Everyone's share; they sum up to the quota.
     *
     * @param demands calls a second by member, at least one member
     * @param turn any number that changes now and then, the same for all members
     */
    static Map<String, Integer> of(int perSecond, SortedMap<String, Integer> demands, long turn) {
        List<String> members = new ArrayList<>(demands.keySet());
        long busy = demands.values().stream().filter(demand -> demand > 0).count();
        int most = perSecond;
        if (busy > perSecond) {
            most = 1;
            Collections.rotate(members, (int) Math.floorMod(turn * perSecond, (long) members.size()));
        }
        Map<String, Integer> asked = new TreeMap<>();
        for (String member : members) {
            asked.put(member, Math.min(most, demands.getOrDefault(member, 0)));
        }
        members.sort(Comparator.comparing(asked::get));
        Map<String, Integer> shares = new TreeMap<>();
        int left = fill(perSecond, members, asked, shares);
        return left == 0 ? shares : spread(left, members, shares);
    }

    /** The least demands first: what they leave raises the level for the rest. */
    private static int fill(
            int perSecond, List<String> members, Map<String, Integer> asked, Map<String, Integer> shares) {
        int left = perSecond;
        int waiting = members.size();
        for (String member : members) {
            int share = Math.min(asked.getOrDefault(member, 0), left / waiting);
            shares.put(member, share);
            left -= share;
            waiting--;
        }
        return left;
    }

    private static Map<String, Integer> spread(int all, List<String> members, Map<String, Integer> shares) {
        int left = all;
        int waiting = members.size();
        for (String member : members) {
            int share = left / waiting;
            shares.merge(member, share, Integer::sum);
            left -= share;
            waiting--;
        }
        return shares;
    }
}
