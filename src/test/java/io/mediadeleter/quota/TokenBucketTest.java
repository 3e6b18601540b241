package io.mediadeleter.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private static int takenIn(TokenBucket bucket, long from, long to) {
        int taken = 0;
        for (long now = from; now < to; ) {
            long wait = bucket.take(now);
            taken += wait == 0 ? 1 : 0;
            now += wait;
        }
        return taken;
    }

    @Test
    void quotaForItself_givesAllButOneInAHundred() {
        TokenBucket bucket = new TokenBucket(100, 7);
        takenIn(bucket, 7, SECOND);

        assertThat(takenIn(bucket, SECOND, 101 * SECOND)).isBetween(9_895, 9_901);
    }

    @Test
    void noQuota_isRefused() {
        assertThatThrownBy(() -> new TokenBucket(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quotaOfOne_isACallASecond() {
        assertThat(takenIn(new TokenBucket(1, 0), 0, 100 * SECOND)).isBetween(99, 100);
    }

    @Test
    void idleForLong_savesUpOneTokenAndATenthOfTheRate() {
        assertThat(takenIn(new TokenBucket(1_000, 0), 10 * SECOND, 10 * SECOND + 1))
                .isEqualTo(101);
    }

    @Test
    void tokensThatWereMissed_areThereAtOnce_upToATenthOfTheRate() {
        TokenBucket bucket = new TokenBucket(100, 0);
        assertThat(takenIn(bucket, 0, SECOND / 2)).isEqualTo(60);
        long late = SECOND / 2 + SECOND / 20;

        assertThat(takenIn(bucket, late, late + 1)).isEqualTo(5);
    }

    /** Or who begins with a burst would have one a second for as long as more calls wait than there are tokens. */
    @Test
    void burst_doesNotComeAgainASecondLater() {
        TokenBucket bucket = new TokenBucket(100, 0);
        assertThat(takenIn(bucket, 0, 1)).isEqualTo(11);

        assertThat(takenIn(bucket, 1, SECOND)).isEqualTo(89);
        for (long tenth = 11; tenth < 30; tenth++) {
            assertThat(takenIn(bucket, tenth * SECOND / 10, (tenth + 1) * SECOND / 10))
                    .isBetween(9, 11);
        }
    }

    @Test
    void tokenThatIsGivenBack_isThereAgain() {
        TokenBucket bucket = new TokenBucket(1, 0);
        assertThat(bucket.take(0)).isZero();
        bucket.giveBack();

        assertThat(bucket.take(1)).isZero();
        assertThat(bucket.take(2)).isPositive();
    }

    @Test
    void notAllowedYet_givesNothing() {
        assertThat(takenIn(TokenBucket.shared(0), 0, 100 * SECOND)).isZero();
    }

    @Test
    void rise_countsASecondLater() {
        TokenBucket bucket = TokenBucket.shared(0);
        bucket.allow(new Allowance(50, FOR_EVER), 5 * SECOND);

        assertThat(takenIn(bucket, 5 * SECOND, 6 * SECOND)).isZero();
        assertThat(takenIn(bucket, 6 * SECOND, 7 * SECOND)).isBetween(48, 50);
    }

    /** The first of a group has all of it, until the second one comes. */
    @Test
    void fallAfterARiseAfterQuiet_leavesWhatWasTakenInTheSecondCounted() {
        TokenBucket bucket = new TokenBucket(100, 0);
        bucket.allow(new Allowance(0, 0), 0);
        bucket.allow(new Allowance(100, FOR_EVER, true), 5 * SECOND);
        assertThat(takenIn(bucket, 5 * SECOND, 5 * SECOND + 19 * SECOND / 20)).isEqualTo(100);

        bucket.allow(new Allowance(50, FOR_EVER, true), 5 * SECOND + 19 * SECOND / 20);

        assertThat(takenIn(bucket, 5 * SECOND + 19 * SECOND / 20, 6 * SECOND)).isZero();
    }

    @Test
    void fall_countsAtOnce() {
        TokenBucket bucket = new TokenBucket(100, 0);
        takenIn(bucket, 0, SECOND);
        bucket.allow(new Allowance(10, FOR_EVER), SECOND);
        assertThat(takenIn(bucket, SECOND, 2 * SECOND)).isBetween(9, 10);

        bucket.allow(new Allowance(0, FOR_EVER), 2 * SECOND);

        assertThat(takenIn(bucket, 2 * SECOND, 10 * SECOND)).isZero();
    }

    @Test
    void dropThatNobodyAskedAbout_stillHoldsTheNextRiseBack() {
        TokenBucket bucket = new TokenBucket(100, 0);
        bucket.allow(new Allowance(1, FOR_EVER), 5 * SECOND);
        bucket.allow(new Allowance(100, FOR_EVER), 5 * SECOND + 1_000);

        assertThat(takenIn(bucket, 5 * SECOND + 2_000, 6 * SECOND)).isLessThanOrEqualTo(1);
    }

    @Test
    void allowanceThatRanOut_givesNothingUntilASecondAfterTheNext() {
        TokenBucket bucket = TokenBucket.shared(0);
        bucket.allow(new Allowance(100, 3 * SECOND), 0);
        assertThat(takenIn(bucket, 2 * SECOND, 3 * SECOND)).isPositive();
        assertThat(takenIn(bucket, 3 * SECOND, 4 * SECOND)).isZero();

        bucket.allow(new Allowance(100, FOR_EVER), 4 * SECOND);

        assertThat(takenIn(bucket, 4 * SECOND, 5 * SECOND)).isZero();
        assertThat(takenIn(bucket, 5 * SECOND, 6 * SECOND)).isPositive();
    }

    @Test
    void refused_pausesAndThenGivesALittleLessForAWhile() {
        TokenBucket bucket = new TokenBucket(1_000, 0);
        takenIn(bucket, 0, SECOND);
        for (int i = 0; i < 50; i++) {
            bucket.refused(SECOND + i, 2 * SECOND);
        }

        assertThat(bucket.take(SECOND + SECOND / 2)).isEqualTo(SECOND / 2);
        assertThat(takenIn(bucket, 2 * SECOND, 3 * SECOND)).isBetween(970, 988);
        assertThat(takenIn(bucket, 6 * SECOND, 7 * SECOND)).isBetween(989, 1_000);
    }

    @Test
    void refusedEverySecond_keepsAThird() {
        TokenBucket bucket = new TokenBucket(1_000, 0);
        for (int second = 1; second < 500; second++) {
            bucket.refused(second * SECOND, second * SECOND);
        }

        assertThat(takenIn(bucket, 500 * SECOND, 501 * SECOND)).isBetween(320, 345);
    }

    /** The monotonic clock may begin anywhere, and pass its own end. */
    @ParameterizedTest
    @ValueSource(longs = {0, -SECOND, Long.MAX_VALUE - SECOND, Long.MAX_VALUE / 2 - SECOND})
    void clockThatBeginsAnywhere_givesTheSame(long start) {
        TokenBucket bucket = new TokenBucket(100, start);
        int taken = 0;
        for (long passed = 0; passed < 3 * SECOND; ) {
            long wait = bucket.take(start + passed);
            taken += wait == 0 ? 1 : 0;
            passed += wait;
        }

        assertThat(taken).isBetween(296, 298);
    }

    /** One bucket, asked at odd times, on a clock that is up to 500 ppm fast. */
    @Property(tries = 300)
    void anyAllowances_noSecondSeesMoreThanTheAllowanceAtItsBeginning(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int most) {
        Random random = new Random(seed);
        double fast = 1 + random.nextDouble() * 5e-4;
        TokenBucket bucket = TokenBucket.shared(0);
        List<long[]> allowed = new ArrayList<>(List.of(new long[] {Long.MIN_VALUE, 0}));
        List<Long> taken = new ArrayList<>();
        long change = 0;
        for (long now = 0; now < 20 * SECOND; ) {
            if (now >= change) {
                int next = random.nextInt(3) == 0 ? most : random.nextInt(most + 1);
                bucket.allow(new Allowance(next, FOR_EVER), (long) (now * fast));
                allowed.add(new long[] {now, next});
                change = now + (long) (random.nextDouble() * 4 * SECOND);
            }
            long wait = bucket.take((long) (now * fast));
            if (wait == 0) {
                taken.add(now);
            }
            now += Math.min(wait + random.nextInt(20_000_000), Math.max(1, change - now));
        }
        for (int i = 1; i < allowed.size(); i++) {
            long[] from = allowed.get(i - 1);
            long to = allowed.get(i)[0];
            for (long begin : taken) {
                if (begin - 1 >= from[0] && begin - 1 < to) {
                    long within = taken.stream()
                            .filter(at -> at >= begin && at < begin + SECOND)
                            .count();
                    assertThat(within).isLessThanOrEqualTo(from[1]);
                }
            }
        }
    }
}
