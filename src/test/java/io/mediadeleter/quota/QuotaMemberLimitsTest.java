package io.mediadeleter.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often a member says something, how much it remembers, and for how long it is lucky. */
class QuotaMemberLimitsTest {

    private static final long MILLI = 1_000_000;
    private static final Duration LEASE = Duration.ofSeconds(5);

    private long nanos = -5;

    private void pass(long millis) {
        nanos += millis * MILLI;
    }

    private QuotaMember member(String id, int quota) {
        return new QuotaMember(id, QuotaRules.of(quota, LEASE), nanos);
    }

    private LoggedClaim logged(Claim claim) {
        return new LoggedClaim(claim, 1_000_000 + nanos / MILLI);
    }

    /** What a member has to say after a while; others may hear of it later. */
    private Claim claimAfter(long millis, QuotaMember member) {
        pass(millis);
        return member.claim(nanos).orElseThrow();
    }

    @Test
    void newsWithinTheShortestGap_waits() {
        QuotaMember member = member("a", 100);
        assertThat(claimAfter(0, member).demand()).isZero();
        member.demand(100);

        pass(49);
        assertThat(member.claim(nanos)).isEmpty();
        assertThat(claimAfter(1, member).demand()).isEqualTo(100);
    }

    @Test
    void claimsOnTheirWay_areToldApartUpToABound() {
        QuotaMember member = member("a", 100);
        List<Claim> sent = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            sent.add(news(member, i));
        }
        member.read(logged(sent.get(0)));
        long held = member.allowance().untilNanos();
        assertThat(held).as("a lease from the first claim").isEqualTo(50 * MILLI - 5 + 3_000 * MILLI);

        news(member, 64);
        news(member, 65);
        member.read(logged(sent.get(1)));

        assertThat(member.allowance().untilNanos()).as("not told from the next").isEqualTo(held);
        member.read(logged(sent.get(2)));
        assertThat(member.allowance().untilNanos())
                .as("from the earlier of the two")
                .isEqualTo(held + 50 * MILLI);
    }

    /** A claim that is sent at once, because the demand changes from or to nothing. */
    private Claim news(QuotaMember member, int number) {
        member.demand(number % 2 == 0 ? 0 : 100);
        return claimAfter(50, member);
    }

    @Test
    void moreBusyMembersThanCalls_takeTurnsOfTenSeconds() {
        List<QuotaMember> members = List.of(member("a", 1), member("b", 1), member("c", 1));
        members.forEach(each -> each.demand(1));
        Map<QuotaMember, Integer> halfSeconds = new HashMap<>();
        List<QuotaMember> lucky = new ArrayList<>();
        for (int round = 0; round < 120; round++) {
            pass(500);
            for (QuotaMember each : members) {
                each.claim(nanos).map(this::logged).ifPresent(claim -> members.forEach(all -> all.read(claim)));
            }
            for (QuotaMember each : members) {
                if (each.allowance().at(nanos) == 1) {
                    halfSeconds.merge(each, 1, Integer::sum);
                    lucky.add(each);
                }
            }
        }

        long changes = 0;
        for (int i = 1; i < lucky.size(); i++) {
            changes += lucky.get(i) == lucky.get(i - 1) ? 0 : 1;
        }
        assertThat(halfSeconds)
                .hasSize(3)
                .allSatisfy((each, mine) -> assertThat(mine).isGreaterThanOrEqualTo(30));
        assertThat(changes).as("changes in a minute").isBetween(5L, 7L);
    }
}
