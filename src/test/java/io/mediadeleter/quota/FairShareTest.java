package io.mediadeleter.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairShareTest {

    private static Map<String, Integer> share(int perSecond, Map<String, Integer> demands) {
        return FairShare.of(perSecond, new TreeMap<>(demands), 0);
    }

    @Test
    void equalDemands_shareAlike() {
        assertThat(share(100, Map.of("a", 100, "b", 100))).isEqualTo(Map.of("a", 50, "b", 50));
        assertThat(share(100, Map.of("a", 100, "b", 100, "c", 100)).values()).containsExactlyInAnyOrder(33, 33, 34);
    }

    @Test
    void smallDemands_areMetAndTheRestGoesToTheLargeOnes() {
        assertThat(share(100, Map.of("a", 10, "b", 100, "c", 100))).isEqualTo(Map.of("a", 10, "b", 45, "c", 45));
    }

    @Test
    void quotaThatNobodyAsksFor_isSplitEvenly() {
        assertThat(share(100, Map.of("a", 0, "b", 0))).isEqualTo(Map.of("a", 50, "b", 50));
        assertThat(share(100, Map.of("a", 60, "b", 0))).isEqualTo(Map.of("a", 80, "b", 20));
    }

    @Test
    void moreBusyMembersThanCalls_takeTurns() {
        TreeMap<String, Integer> demands = new TreeMap<>(Map.of("a", 5, "b", 1, "c", 9, "d", 0));
        Map<String, Integer> turns = new HashMap<>();
        for (int turn = 0; turn < 40; turn++) {
            FairShare.of(2, demands, turn).forEach((member, share) -> turns.merge(member, share, Integer::sum));
        }

        assertThat(turns.get("d")).isZero();
        assertThat(List.of(turns.get("a"), turns.get("b"), turns.get("c"))).allMatch(calls -> calls >= 20);
    }

    @Test
    void idleMembers_makeNobodyTakeTurns() {
        assertThat(share(3, Map.of("a", 3, "b", 0, "c", 0, "d", 0))).isEqualTo(Map.of("a", 3, "b", 0, "c", 0, "d", 0));
    }

    @Test
    void eachTurn_isForTheNextOnes() {
        TreeMap<String, Integer> demands = new TreeMap<>(Map.of("a", 9, "b", 9, "c", 9, "d", 9));

        assertThat(FairShare.of(2, demands, 8)).isEqualTo(Map.of("a", 0, "b", 0, "c", 1, "d", 1));
        assertThat(FairShare.of(2, demands, 9)).isEqualTo(Map.of("a", 1, "b", 1, "c", 0, "d", 0));
    }

    @Property(tries = 500)
    void anyDemands_theQuotaIsSplitAndNobodyIsBehindOneThatGetsMoreThanItAsksFor(
            @ForAll @IntRange(min = 1, max = 500) int perSecond,
            @ForAll @LongRange(min = 0, max = 100) long turn,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 500) Integer> demands) {
        TreeMap<String, Integer> byMember = new TreeMap<>();
        for (int i = 0; i < demands.size(); i++) {
            byMember.put("m" + i, demands.get(i));
        }

        Map<String, Integer> shares = FairShare.of(perSecond, byMember, turn);

        assertThat(shares.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(perSecond);
        assertThat(shares.values()).allMatch(share -> share >= 0);
        int most = shares.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        byMember.forEach((member, demand) -> assertThat(shares.get(member))
                .as("share of %s, which asks for %d, while another has %d", member, demand, most)
                .isGreaterThanOrEqualTo(Math.min(demand, most - 1)));
    }
}
