package io.mediadeleter.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuotaMemberTest {

    private static final long MILLI = 1_000_000;
    private static final QuotaRules RULES = QuotaRules.of(100, Duration.ofSeconds(5));

    private final List<LoggedClaim> log = new ArrayList<>();
    private long nanos = -5;
    private final QuotaMember member = new QuotaMember("a", RULES, nanos);

    private void pass(long millis) {
        nanos += millis * MILLI;
    }

    private LoggedClaim logged(Claim claim) {
        return new LoggedClaim(claim, 1_000_000 + nanos / MILLI);
    }

    private static Claim own(long number, int demand, int wanted) {
        return new Claim("a", number, demand, wanted, RULES.terms());
    }

    private Claim claim() {
        return member.claim(nanos).orElseThrow();
    }

    private void heardTwice(String other, int demand, int wanted) {
        member.read(logged(new Claim(other, 1, demand, wanted)));
        member.read(logged(new Claim(other, 2, demand, wanted)));
    }

    private int rate() {
        return member.allowance().at(nanos);
    }

    /** A member that has read its first claim back, and holds all. */
    private void holdAll() {
        member.demand(100);
        member.read(logged(claim()));
        pass(100);
        member.read(logged(claim()));
        assertThat(rate()).isEqualTo(100);
    }

    @Test
    void newcomer_wantsNothingBeforeItHasReadItsFirstClaim() {
        member.demand(100);
        assertThat(claim().wanted()).isZero();
        pass(600);
        Claim second = claim();
        assertThat(second.wanted()).isZero();

        member.read(logged(second));
        pass(100);

        assertThat(claim()).isEqualTo(own(3, 100, 100));
        assertThat(rate()).isZero();
    }

    @Test
    void firstShareOfAQuietGroup_isAfterQuietAndTheNextOneIsNot() {
        holdAll();
        assertThat(member.allowance().afterQuiet()).isTrue();
        pass(500);
        member.read(logged(claim()));

        assertThat(rate()).isEqualTo(100);
        assertThat(member.allowance().afterQuiet()).isFalse();
    }

    @Test
    void largerClaim_countsWhenItIsReadBack() {
        holdAll();
        heardTwice("b", 100, 0);
        pass(100);
        Claim smaller = claim();
        assertThat(smaller.wanted()).isEqualTo(50);
        assertThat(rate()).isEqualTo(50);
        member.read(logged(smaller));
        member.read(logged(new Claim("b", 3, 0, 0)));
        pass(100);

        Claim larger = claim();

        assertThat(larger.wanted()).isEqualTo(100);
        assertThat(rate()).isEqualTo(50);
        member.read(logged(larger));
        assertThat(rate()).isEqualTo(100);
    }

    @Test
    void smallerClaimOnItsWay_countsThoughALargerOneBeforeItIsReadBack() {
        holdAll();
        pass(500);
        Claim same = claim();
        heardTwice("b", 100, 0);
        pass(100);
        Claim smaller = claim();

        member.read(logged(same));

        assertThat(smaller.wanted()).isEqualTo(50);
        assertThat(rate()).isEqualTo(50);
    }

    @Test
    void nothingReadBack_stopsWhenTheLeaseLessItsMarginHasPassedSinceTheClaimWasSent() {
        holdAll();
        pass(2_999);
        assertThat(rate()).isEqualTo(100);

        pass(1);

        assertThat(rate()).isZero();
        assertThat(claim().wanted()).isZero();
    }

    @Test
    void claimReadBackLate_countsFromWhenItWasSent() {
        holdAll();
        pass(500);
        Claim late = claim();
        pass(2_900);
        member.read(logged(late));
        assertThat(rate()).isEqualTo(100);

        pass(100);

        assertThat(rate()).isZero();
    }

    @Test
    void nothingNew_claimsEveryInterval() {
        holdAll();
        assertThat(member.claim(nanos)).isEmpty();
        pass(499);
        assertThat(member.claim(nanos)).isEmpty();
        pass(1);

        assertThat(claim().wanted()).isEqualTo(100);
    }

    @Test
    void demandFromOrToNothing_isSaidAtOnce() {
        holdAll();
        pass(60);
        member.demand(0);
        assertThat(claim()).isEqualTo(own(3, 0, 100));
        pass(60);
        member.demand(1);

        assertThat(claim().demand()).isEqualTo(1);
    }

    @Test
    void othersHoldMoreThanTheirShare_takesWhatIsFree() {
        heardTwice("b", 100, 90);
        member.demand(100);
        member.read(logged(claim()));
        pass(100);

        assertThat(claim().wanted()).isEqualTo(10);
    }

    @Test
    void leaving_givesAllBackAtOnce() {
        holdAll();

        assertThat(member.leave(nanos)).isEqualTo(own(3, 0, 0));
        assertThat(rate()).isZero();
    }

    @Test
    void manyClaimsUnanswered_oneOfThemReadBackLateDoesNotRaiseTheRate() {
        holdAll();
        List<Claim> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pass(500);
            sent.add(claim());
        }

        member.read(logged(sent.get(3)));
        assertThat(rate()).isZero();
        member.read(logged(sent.get(199)));
        pass(100);
        member.read(logged(claim()));

        assertThat(rate()).isEqualTo(100);
    }

    @Test
    void snapshot_tellsTheShareAndWhenItRunsOut() {
        holdAll();
        pass(1_000);

        QuotaSnapshot now = member.snapshot(nanos, Instant.EPOCH);

        assertThat(now.grants()).containsExactly(Map.entry("a", 100));
        assertThat(now.demands()).containsExactly(Map.entry("a", 100));
        assertThat(now.wanted()).isEqualTo(100);
        assertThat(now.rate()).isEqualTo(100);
        assertThat(now.leaseEnds()).isEqualTo(Instant.EPOCH.plusSeconds(2));
    }

    @Test
    void snapshot_tellsForHowLongThereIsNoLease() {
        pass(4_000);
        member.begin(nanos);
        pass(1_000);
        assertThat(unleased()).as("never had one").isEqualTo(Duration.ofSeconds(1));

        holdAll();
        pass(3_000);
        assertThat(unleased()).isZero();
        pass(2_500);
        assertThat(unleased()).isEqualTo(Duration.ofMillis(2_500));
    }

    private Duration unleased() {
        return member.snapshot(nanos, Instant.EPOCH).unleased();
    }

    @Test
    void demandOfOneThatIsHeardOfOnce_takesNothingAway() {
        holdAll();
        for (int i = 0; i < 5_000; i++) {
            member.read(logged(new Claim("passer-by-" + i, 1, 100, 0)));
        }
        pass(500);

        Claim next = claim();

        assertThat(next.wanted()).isEqualTo(100);
        member.read(logged(next));
        assertThat(rate()).isEqualTo(100);
    }

    @Test
    void memberThatIsSetToLess_lowersItForAllAndHasItsPart() {
        QuotaTerms less = new QuotaTerms(10, Duration.ofSeconds(5));
        holdAll();
        member.read(logged(new Claim("b", 1, 10, 0, less)));
        member.read(logged(new Claim("b", 2, 10, 0, less)));
        pass(100);

        Claim next = claim();

        assertThat(next.wanted()).isEqualTo(5);
        assertThat(rate()).isEqualTo(5);
        QuotaSnapshot now = member.snapshot(nanos, Instant.EPOCH);
        assertThat(now.perSecond()).isEqualTo(10);
        assertThat(now.differing()).containsEntry("b", less).containsEntry("a", RULES.terms());
    }

    @Test
    void memberThatIsSetToMore_takesNothingThatIsNotThere() {
        QuotaMember small = new QuotaMember("s", QuotaRules.of(10, Duration.ofSeconds(5)), nanos);
        QuotaTerms more = new QuotaTerms(60, Duration.ofSeconds(5));
        small.read(logged(new Claim("big", 1, 60, 60, more)));
        small.demand(10);
        small.read(logged(small.claim(nanos).orElseThrow()));
        small.read(logged(new Claim("big", 2, 60, 5, more)));
        pass(100);

        Claim second = small.claim(nanos).orElseThrow();

        assertThat(second.wanted()).isEqualTo(5);
        small.read(logged(second));
        assertThat(small.allowance().at(nanos)).isEqualTo(5);
    }

    @Test
    void membersThatAreSetAlike_doNotDiffer() {
        holdAll();
        member.read(logged(new Claim("b", 1, 10, 0, RULES.terms())));

        assertThat(member.snapshot(nanos, Instant.EPOCH).differing()).isEmpty();
    }

    @Property(tries = 300)
    void steadyDemands_areServedFairlyAfterThreeRounds(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int size) {
        log.clear();
        Random random = new Random(seed);
        List<QuotaMember> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            QuotaMember joining = new QuotaMember("m" + i, RULES, nanos);
            log.forEach(joining::read);
            members.add(joining);
            round(List.of(joining), members, random.nextInt(100));
        }
        int rounds = random.nextInt(5);
        for (int i = 0; i < rounds; i++) {
            round(members, members, random.nextInt(101));
        }
        TreeMap<String, Integer> demands = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            demands.put("m" + i, random.nextInt(100));
            members.get(i).demand(demands.getOrDefault("m" + i, 0));
        }

        round(members, members, -1);
        round(members, members, -1);
        round(members, members, -1);

        Map<String, Integer> fair = FairShare.of(RULES.perSecond(), demands, 0);
        for (int i = 0; i < size; i++) {
            int share = fair.getOrDefault("m" + i, 0);
            assertThat(members.get(i).allowance().at(nanos)).isBetween(share - 1, share + 1);
        }
    }

    /** To say again what it could use has a member work out its part anew. */
    @Property(tries = 300)
    void partThatIsKept_isTheOneThatWouldBeWorkedOutNow(@ForAll long seed) {
        Random random = new Random(seed);
        QuotaMember keeps = new QuotaMember("m1", RULES, nanos);
        QuotaMember anew = new QuotaMember("m1", RULES, nanos);
        keeps.demand(60);
        for (int number = 1; number < 80; number++) {
            pass(random.nextInt(10) == 0 ? 6_000 : random.nextInt(600));
            QuotaTerms terms = random.nextInt(4) == 0 ? new QuotaTerms(50, Duration.ofSeconds(5)) : RULES.terms();
            LoggedClaim other = logged(new Claim(
                    "m" + 2 * random.nextInt(3), number, 25 * random.nextInt(3), 10 * random.nextInt(4), terms));
            keeps.read(other);
            anew.read(other);
            anew.demand(60);
            Optional<Claim> claim = keeps.claim(nanos);
            assertThat(claim).isEqualTo(anew.claim(nanos));
            claim.map(this::logged).ifPresent(own -> {
                keeps.read(own);
                anew.read(own);
            });
        }
    }

    /** Each of them claims once, and all read it at once. */
    private void round(List<QuotaMember> claiming, List<QuotaMember> reading, int demand) {
        pass(500);
        for (QuotaMember each : claiming) {
            if (demand >= 0) {
                each.demand(demand);
            }
            Optional<Claim> claim = each.claim(nanos);
            claim.ifPresent(said -> {
                log.add(logged(said));
                reading.forEach(all -> all.read(logged(said)));
            });
        }
    }
}
