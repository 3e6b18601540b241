package io.mediadeleter.control.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.time.Moment;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whether a call may start though others may have removed this process from the group. */
class StandingTest {

    private final Standing standing = new Standing();

    private static Moment at(long millis) {
        return new Moment(millis * 1_000_000, Instant.EPOCH.plusMillis(millis));
    }

    @Test
    void noCallStarts_threeSecondsAfterTheLastProofWasSent() {
        assertThat(standing.allowsCalls(at(0))).isFalse();
        assertThat(standing.proved(at(0), at(900))).isTrue();
        assertThat(standing.allowsCalls(at(2_999))).isTrue();
        assertThat(standing.allowsCalls(at(3_000))).isFalse();
    }

    @Test
    void firstProof_ofAMemberWhoseProbesDidNotComeBackForLong_isDoubted() {
        standing.probes(at(0));
        standing.probes(at(500));

        assertThat(standing.proved(at(4_000), at(4_010))).isFalse();
        assertThat(standing.allowsCalls(at(4_020))).isFalse();
        assertThat(standing.wantsCommit(at(6_510))).isTrue();
    }

    @Test
    void firstProof_soonAfterTheFirstProbe_isNoDoubt() {
        standing.probes(at(0));

        assertThat(standing.proved(at(0), at(2_900))).isTrue();
        assertThat(standing.allowsCalls(at(2_950))).isTrue();
    }

    @Test
    void proofInTime_isNoDoubt() {
        standing.proved(at(0), at(10));
        assertThat(standing.proved(at(2_900), at(2_950))).isTrue();
        assertThat(standing.allowsCalls(at(3_000))).isTrue();
        assertThat(standing.wantsCommit(at(5_000))).isFalse();
    }

    @Test
    void afterAStall_aCommitHasToBeginTwoAndAHalfSecondsAfterTheNextProof() {
        standing.proved(at(0), at(10));
        assertThat(standing.proved(at(6_000), at(6_010))).isFalse();
        assertThat(standing.allowsCalls(at(6_020))).isFalse();
        standing.committed(at(8_509));
        assertThat(standing.allowsCalls(at(8_520))).isFalse();

        standing.proved(at(8_500), at(8_505));
        assertThat(standing.wantsCommit(at(8_509))).isFalse();
        assertThat(standing.wantsCommit(at(8_510))).isTrue();
        standing.committed(at(8_510));
        assertThat(standing.allowsCalls(at(8_550))).isTrue();
        assertThat(standing.wantsCommit(at(8_550))).isFalse();
    }

    @Test
    void proofThatIsReadTooLate_isWorthNothing() {
        standing.proved(at(0), at(10));
        standing.proved(at(2_500), at(6_000));
        assertThat(standing.allowsCalls(at(6_000))).isFalse();
        standing.proved(at(6_100), at(6_110));
        standing.committed(at(8_550));
        assertThat(standing.allowsCalls(at(8_560)))
                .as("the doubt counts from the second stall")
                .isFalse();
    }

    @Test
    void nextStall_needsACommitOfItsOwn() {
        standing.proved(at(0), at(10));
        standing.proved(at(6_000), at(6_010));
        standing.proved(at(8_500), at(8_510));
        standing.committed(at(8_510));
        assertThat(standing.proved(at(12_000), at(12_010))).isFalse();
        assertThat(standing.allowsCalls(at(12_010))).isFalse();
    }

    @Test
    void machineWhoseMonotonicClockStoodStill_isFoundByItsWallClock() {
        standing.proved(at(0), at(10));
        Moment woken = new Moment(at(20).nanos(), Instant.EPOCH.plusSeconds(3));
        assertThat(standing.allowsCalls(woken)).isFalse();
        assertThat(standing.proved(woken, woken)).isFalse();
    }
}
