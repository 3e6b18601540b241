package io.mediadeleter.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuotaLedgerTest {

    private static final QuotaRules RULES = QuotaRules.of(100, Duration.ofSeconds(5));

    private final QuotaLedger ledger = new QuotaLedger(RULES);

    private void apply(String member, long number, int wanted, long brokerMillis) {
        ledger.apply(new LoggedClaim(new Claim(member, number, 100, wanted), brokerMillis));
    }

    private int granted(String member) {
        return grants(ledger).getOrDefault(member, -1);
    }

    private boolean isAfterQuiet(String member) {
        return Objects.requireNonNull(ledger.shares().get(member)).afterQuiet();
    }

    private static Map<String, Integer> grants(QuotaLedger ledger) {
        return ledger.shares().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, share -> share.getValue().granted()));
    }

    private static List<LoggedClaim> claims(QuotaLedger ledger) {
        return ledger.shares().values().stream().map(Share::last).toList();
    }

    @Test
    void nobodyElse_getsAllItWants() {
        apply("a", 1, 70, 0);

        assertThat(granted("a")).isEqualTo(70);
    }

    @Test
    void othersWantTheQuota_getsNothingUntilTheyWantLess() {
        apply("a", 1, 100, 0);
        apply("b", 1, 50, 1);
        assertThat(granted("b")).isZero();

        apply("a", 2, 50, 2);
        apply("b", 2, 50, 3);

        assertThat(granted("b")).isEqualTo(50);
    }

    @Test
    void claimOlderThanTheLease_isForgotten() {
        apply("a", 1, 100, 0);
        apply("b", 1, 100, 5_000);
        assertThat(granted("b")).isZero();

        apply("b", 2, 100, 5_001);

        assertThat(granted("b")).isEqualTo(100);
        assertThat(ledger.shares()).doesNotContainKey("a");
    }

    @Test
    void claimThatComesAfterALaterOne_isSkipped() {
        apply("a", 2, 80, 0);
        apply("a", 1, 10, 1);
        apply("a", 2, 10, 2);

        assertThat(granted("a")).isEqualTo(80);
    }

    @Test
    void firstToWantSomething_comesAfterQuiet() {
        apply("a", 1, 0, 0);
        apply("b", 1, 0, 1);
        apply("b", 2, 60, 2);
        apply("a", 2, 40, 3);

        assertThat(isAfterQuiet("b")).isTrue();
        assertThat(isAfterQuiet("a")).isFalse();
    }

    @Test
    void quiet_isWhenALeaseAndASecondHavePassedSinceAnyoneWantedSomething() {
        long quiet = RULES.lease().plusNanos(HeldRate.SECOND_NANOS).toMillis();
        apply("a", 1, 100, 0);
        apply("a", 2, 0, 10);
        apply("b", 1, 100, quiet);
        assertThat(isAfterQuiet("b")).isFalse();

        apply("c", 1, 100, 2 * quiet + 1);

        assertThat(isAfterQuiet("c")).isTrue();
    }

    @Test
    void clockThatJumpsBack_makesNoQuiet() {
        long quiet = RULES.lease().plusNanos(HeldRate.SECOND_NANOS).toMillis();
        apply("a", 1, 50, 1_500);
        apply("a", 2, 50, 0);
        apply("b", 1, 50, quiet + 1);

        assertThat(isAfterQuiet("b")).isFalse();
    }

    @Test
    void claimThatWantsMoreThanTheQuota_isNone() {
        apply("forged", 1, 1_000_000, 0);
        apply("forged", 2, 101, 1);
        ledger.apply(new LoggedClaim(new Claim("forged", 3, 1_000_000, 0), 2));
        apply("a", 1, 100, 3);

        assertThat(granted("a")).isEqualTo(100);
        assertThat(ledger.shares()).containsOnlyKeys("a");
    }

    @Test
    void claimWithAQuotaThatNoMemberMayHave_isNone() {
        QuotaTerms impossible = new QuotaTerms(1_000_000, Duration.ofSeconds(60));
        ledger.apply(new LoggedClaim(new Claim("forged", 1, 1_000_000, 1_000_000, impossible), 0));
        apply("a", 1, 100, 1);

        assertThat(granted("a")).isEqualTo(100);
    }

    @Test
    void claimWithALeaseThatNoMemberMayHave_isNone() {
        ledger.apply(new LoggedClaim(new Claim("forged", 1, 50, 50, new QuotaTerms(100, Duration.ofDays(1))), 0));
        ledger.apply(new LoggedClaim(new Claim("forged", 2, 50, 50, new QuotaTerms(100, Duration.ofMillis(1))), 1));

        assertThat(ledger.shares()).isEmpty();
    }

    @Test
    void twentyThousandThatWantNothing_takeNothingAndAreForgottenButForTheLast() {
        apply("a", 1, 100, 0);
        for (int i = 0; i < 20_000; i++) {
            apply("passer-by-" + i, 1, 0, 1);
        }
        apply("a", 2, 100, 2);

        assertThat(granted("a")).isEqualTo(100);
        assertThat(ledger.shares()).hasSize(LiveShares.MOST + 1);
    }

    @Test
    void moreThatWantSomethingThanCanBeRemembered_leaveNothingForAnyoneUntilTheyHaveEnded() {
        for (int i = 0; i <= LiveShares.MOST; i++) {
            apply("m" + i, 1, 1, 0);
        }
        for (int i = 1; i <= LiveShares.MOST; i++) {
            apply("m" + i, 2, 0, 1);
        }
        apply("a", 1, 100, 5_000);
        assertThat(granted("a")).as("m0 may hold something").isZero();

        apply("a", 2, 100, 5_001);

        assertThat(granted("a")).isEqualTo(100);
    }

    @Test
    void leaseOfAMember_isTheOneThatItTells() {
        ledger.apply(new LoggedClaim(new Claim("long", 1, 40, 40, new QuotaTerms(100, Duration.ofSeconds(20))), 0));
        ledger.apply(new LoggedClaim(new Claim("short", 1, 40, 40, new QuotaTerms(100, Duration.ofSeconds(3))), 0));
        apply("a", 1, 100, 3_001);
        assertThat(granted("a")).isEqualTo(60);

        apply("a", 2, 100, 20_001);

        assertThat(granted("a")).isEqualTo(100);
        assertThat(isAfterQuiet("a")).isFalse();
    }

    @Test
    void differentQuotas_theLeastCountsFromItsFirstClaimToItsEnd() {
        ledger.apply(new LoggedClaim(new Claim("few", 1, 0, 0, new QuotaTerms(10, Duration.ofSeconds(5))), 0));
        apply("a", 1, 100, 1);
        assertThat(granted("a")).isEqualTo(10);

        apply("a", 2, 100, 5_001);

        assertThat(granted("a")).isEqualTo(100);
    }

    @Property(tries = 500)
    void anyLog_grantsSumUpToAtMostTheQuota(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int length) {
        QuotaLedger any = new QuotaLedger(RULES);
        for (LoggedClaim claim : randomLog(new Random(seed), length)) {
            any.apply(claim);

            assertThat(grants(any).values().stream().mapToInt(Integer::intValue).sum())
                    .isBetween(0, RULES.perSecond());
            assertThat(any.shares().values())
                    .allMatch(share -> share.granted() <= share.claim().wanted());
        }
    }

    /** A newcomer's ledger begins that long before its own first claim; from that claim on it decides as everyone's. */
    @Property(tries = 500)
    void anyLogReadFromItsHistoryOn_isTheSameFromThereOn(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 400) int length) {
        Random random = new Random(seed);
        List<LoggedClaim> log = randomLog(random, length);
        int own = random.nextInt(length);
        long from = log.get(own).brokerMillis() - RULES.history().toMillis();
        QuotaLedger full = new QuotaLedger(RULES);
        QuotaLedger late = new QuotaLedger(RULES);
        boolean reads = false;
        for (int i = 0; i < length; i++) {
            full.apply(log.get(i));
            reads = reads || log.get(i).brokerMillis() >= from;
            if (reads) {
                late.apply(log.get(i));
            }
            if (i >= own) {
                String member = log.get(i).claim().member();
                assertThat(claims(late)).isEqualTo(claims(full));
                assertThat(late.shares().get(member)).isEqualTo(full.shares().get(member));
            }
        }
    }

    /** Stamped by clocks that jump by up to the margin, some of them twice or overtaken by the next, by members that want anything. */
    private static List<LoggedClaim> randomLog(Random random, int length) {
        List<LoggedClaim> log = new ArrayList<>();
        long[] numbers = new long[6];
        long[] lastMillis = new long[numbers.length];
        long millis = 1_000_000;
        for (int i = 0; i < length; i++) {
            int member = random.nextInt(numbers.length);
            millis += random.nextInt(20) == 0 ? random.nextInt(8_000) : random.nextInt(300);
            long jumped = millis + random.nextInt((int) RULES.margin().toMillis());
            boolean overtaken = millis - lastMillis[member] < 1_000 && random.nextInt(4) == 0;
            if (!overtaken) {
                numbers[member] += 1 + random.nextInt(3);
                lastMillis[member] = millis;
            }
            long number = overtaken ? Math.max(1, numbers[member] - random.nextInt(3)) : numbers[member];
            QuotaTerms terms = random.nextBoolean()
                    ? null
                    : new QuotaTerms(100 - 60 * random.nextInt(2), Duration.ofSeconds(3 + random.nextInt(40)));
            Claim claim = new Claim("m" + member, number, random.nextInt(110), random.nextInt(110), terms);
            log.add(new LoggedClaim(claim, jumped));
        }
        return log;
    }
}
