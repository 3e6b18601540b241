package io.mediadeleter.control.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Probe;
import io.mediadeleter.time.Moment;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is to be removed from the group, and by whom. */
class SilenceRuleTest {

    private static final Instant STAMP = Instant.parse("2026-11-26T12:00:00Z");
    private static final Membership OWN = new Membership("g", "i2-own");
    private static final Membership DEAD = new Membership("g", "i3-dead");

    private SilenceRule rule = new SilenceRule("g", "i2");
    private long number;
    private @Nullable Membership own = OWN;

    private static Moment at(long millis) {
        return new Moment(millis * 1_000_000, Instant.EPOCH.plusMillis(millis));
    }

    private void ownProbe(long sentMillis, long readMillis) {
        Probe probe = new Probe("i2", "i2-p", ++number, own);
        rule.sent(probe, at(sentMillis));
        read(probe, readMillis);
    }

    /** Own probes twice a second, each read back at once. */
    private void ownProbes(long fromMillis, long toMillis) {
        ownProbes(fromMillis, toMillis, millis -> {});
    }

    /** The same, each behind what another writes. */
    private void ownProbes(long fromMillis, long toMillis, LongConsumer another) {
        for (long millis = fromMillis; millis <= toMillis; millis += 500) {
            another.accept(millis);
            ownProbe(millis, millis + 5);
        }
    }

    private void probe(String instance, String process, @Nullable Membership member, long millis) {
        read(new Probe(instance, process, 1, member), millis);
    }

    private void read(Probe probe, long millis) {
        rule.read(new LoggedEntry(0, STAMP.plusMillis(millis), new Seen(probe)), at(millis));
    }

    private void lastProbeOfTheDead(long millis) {
        probe("i3", "i3-p", DEAD, millis);
    }

    @Test
    void memberWithoutAProbeForThreeAndAHalfSeconds_isSilent() {
        ownProbes(0, 10_000);
        lastProbeOfTheDead(10_100);
        ownProbes(10_500, 13_500);
        assertThat(rule.silent(at(13_599))).isEmpty();
        assertThat(rule.silent(at(13_600))).isEqualTo(Map.of("i3", DEAD));
        assertThat(rule.freshUntilNanos()).isEqualTo(at(14_000).nanos());
    }

    @Test
    void removal_isAskedForOnlyRightAfterAnOwnProbe() {
        lastProbeOfTheDead(0);
        ownProbes(0, 5_000);
        assertThat(rule.silent(at(5_499))).isNotEmpty();
        assertThat(rule.silent(at(5_500))).isEmpty();
    }

    @Test
    void memberThatHasBeenRemoved_isNotRemovedAgain_butItsNextMembershipIs() {
        lastProbeOfTheDead(0);
        ownProbes(0, 5_000);
        rule.removed("i3", DEAD.memberId(), at(5_005));
        assertThat(rule.silent(at(5_010))).isEmpty();

        Membership again = new Membership("g", "i3-again");
        probe("i3", "i3-next", again, 5_100);
        ownProbes(5_500, 9_000);
        assertThat(rule.silent(at(9_010))).isEqualTo(Map.of("i3", again));
    }

    @Test
    void memberThatComesBackUnderTheIdThatItHad_isRemovedAgain_onceItHasBeenSilentForTwiceAsLong() {
        lastProbeOfTheDead(0);
        ownProbes(0, 5_000);
        rule.removed("i3", DEAD.memberId(), at(5_005));
        lastProbeOfTheDead(5_100);
        ownProbes(5_500, 11_500);
        assertThat(rule.silent(at(12_000))).as("it has come back").isEmpty();
        ownProbes(12_000, 12_500);
        assertThat(rule.silent(at(12_510))).isEqualTo(Map.of("i3", DEAD));
        rule.removed("i3", DEAD.memberId(), at(12_510));
        ownProbes(13_000, 23_000);
        assertThat(rule.silent(at(23_010))).as("once per last probe").isEmpty();
    }

    @Test
    void memberWhoseProbesAreAlwaysSlow_isNotRemovedAgainAndAgain() {
        int removals = 0;
        ownProbes(0, 1_000);
        for (long turn = 0; turn < 60; turn++) {
            long start = 1_000 + turn * 5_000;
            lastProbeOfTheDead(start + 100);
            ownProbes(start + 500, start + 5_000);
            if (!rule.silent(at(start + 5_010)).isEmpty()) {
                removals++;
                rule.removed("i3", DEAD.memberId(), at(start + 5_010));
            }
        }
        assertThat(removals).as("in five minutes").isEqualTo(1);

        long later = 301_000 + HeardInstance.CALM.toMillis();
        lastProbeOfTheDead(later);
        ownProbes(later, later + 4_000);
        assertThat(rule.silent(at(later + 4_010))).as("long after").isNotEmpty();
    }

    @Test
    void logThatStoodStill_makesNobodySilent() {
        ownProbes(0, 10_000);
        lastProbeOfTheDead(10_000);
        for (long sent = 10_500; sent <= 14_000; sent += 500) {
            ownProbe(sent, 14_100); // all come at once, and those of the others may come right behind
        }
        assertThat(rule.silent(at(14_101))).isEmpty();
        ownProbes(14_500, 17_500);
        assertThat(rule.silent(at(17_599))).isEmpty();
        ownProbes(18_000, 18_000);
        assertThat(rule.silent(at(18_010))).isNotEmpty();
    }

    @Test
    void processThatStoodStillItself_holdsNobodySilent() {
        ownProbes(0, 10_000);
        lastProbeOfTheDead(10_000);
        ownProbe(15_000, 15_005);
        assertThat(rule.silent(at(15_006))).isEmpty();
        ownProbes(15_500, 18_000);
        assertThat(rule.silent(at(18_010))).isEmpty();
        ownProbes(18_500, 18_500);
        assertThat(rule.silent(at(18_510))).isNotEmpty();
    }

    @Test
    void fewOwnProbes_areNotEnough() {
        lastProbeOfTheDead(0);
        for (long millis = 0; millis <= 4_800; millis += 960) {
            ownProbe(millis, millis + 5);
        }
        assertThat(rule.silent(at(4_810))).as("six own ones").isEmpty();
        ownProbe(5_760, 5_765);
        assertThat(rule.silent(at(5_770))).isNotEmpty();
    }

    @Test
    void ownProbeThatWasLost_endsTheRun() {
        lastProbeOfTheDead(0);
        ownProbes(0, 3_000);
        rule.sent(new Probe("i2", "i2-p", ++number, own), at(3_500));
        ownProbes(4_000, 7_000);
        assertThat(rule.silent(at(7_010))).isEmpty();
        ownProbes(7_500, 7_500);
        assertThat(rule.silent(at(7_510))).isNotEmpty();
    }

    @Test
    void firstLivingNameRemoves_andNobodyElse() {
        lastProbeOfTheDead(0);
        ownProbes(0, 5_000, millis -> probe("i1", "i1-p", new Membership("g", "i1-m"), millis));
        assertThat(rule.silent(at(5_010))).as("i1 lives").isEmpty();
        ownProbes(5_500, 9_000);
        assertThat(rule.silent(at(9_010))).as("i1 is silent, too").containsOnlyKeys("i1", "i3");
    }

    @Test
    void nameBeforeThisOneThatIsNoMember_orOfAnotherGroup_orDoesNotTell_isNotWaitedFor() {
        lastProbeOfTheDead(0);
        ownProbes(0, 5_000, millis -> {
            probe("i0", "i0-p", null, millis);
            probe("i1", "i1-p", new Membership("another", "i1-m"), millis);
        });
        assertThat(rule.silent(at(5_010))).isEqualTo(Map.of("i3", DEAD));
    }

    @Test
    void memberOfAnotherGroup_isNotRemoved() {
        probe("i3", "i3-p", new Membership("another", "i3-m"), 0);
        ownProbes(0, 20_000);
        assertThat(rule.silent(at(20_010))).isEmpty();
    }

    @Test
    void processThatIsNoMember_removesOnlyWhereNoMemberLives() {
        own = null;
        lastProbeOfTheDead(0);
        ownProbes(0, 5_000, millis -> probe("i9", "i9-p", new Membership("g", "i9-m"), millis));
        assertThat(rule.silent(at(5_010))).isEmpty();
        ownProbes(5_500, 9_000);
        assertThat(rule.silent(at(9_010))).containsOnlyKeys("i3", "i9");
    }

    @Test
    void nameThatHasStartedAgain_hasTenSecondsToTakeItsOldPlace() {
        lastProbeOfTheDead(0);
        ownProbes(0, 9_500, millis -> probe("i3", "i3-q", null, millis));
        assertThat(rule.silent(at(9_510))).isEmpty();
        ownProbes(10_000, 10_000);
        assertThat(rule.silent(at(10_010))).isEqualTo(Map.of("i3", DEAD));

        probe("i3", "i3-q", new Membership("g", "i3-new"), 10_020);
        assertThat(rule.silent(at(10_030))).isEmpty();
    }

    @Test
    void memberThatSaysThatItIsNoneNow_lives() {
        lastProbeOfTheDead(0);
        ownProbes(0, 20_000, millis -> probe("i3", "i3-p", null, millis));
        assertThat(rule.silent(at(20_010))).isEmpty();
    }

    @Test
    void ownFormerSelf_isRemovedOnceItsPlaceIsNotGiven() {
        own = null;
        probe("i2", "i2-before", new Membership("g", "i2-m"), 0);
        ownProbes(0, 9_500);
        assertThat(rule.silent(at(9_510))).as("it may come to its old place").isNotEmpty();
    }

    @Test
    void processThatReadsTheTopicAnewUnderAnotherProcessName_doesNotRemoveItself() {
        ownProbes(0, 3_000);
        rule.startOver();
        read(new Probe("i2", "i2-p", 3, OWN), 4_000);
        number = 0;
        for (long millis = 4_000; millis <= 9_000; millis += 500) {
            Probe probe = new Probe("i2", "i2-q", ++number, OWN);
            rule.sent(probe, at(millis));
            if (millis == 4_000) {
                read(new Probe("i2", "i2-p", 4, OWN), millis);
            }
            read(probe, millis + 5);
        }
        assertThat(rule.silent(at(9_010))).isEmpty();
        assertThat(rule.takeDoubt()).isFalse();
    }

    @Test
    void processThatLeaves_isNotRemoved() {
        lastProbeOfTheDead(0);
        probe("i3", "i3-p", null, 100);
        ownProbes(500, 9_000);
        assertThat(rule.silent(at(9_010))).isEmpty();
    }

    @Test
    void processThatStartsAgainLate_isInDoubtUntilItIsToldWhichMemberItIs() {
        own = null;
        probe("i2", "i2-before", new Membership("g", "i2-m"), 0);
        ownProbe(2_500, 2_505);
        assertThat(rule.takeDoubt()).isTrue();
        assertThat(rule.takeDoubt()).isFalse();
        own = OWN;
        ownProbe(3_000, 3_005);
        assertThat(rule.takeDoubt()).isTrue();
        ownProbe(3_500, 3_505);
        assertThat(rule.takeDoubt()).isFalse();
    }

    /** Whoever has read its first probe leaves the place to it, so that it need not wait once more when it has it. */
    @Test
    void processThatStartsAgainSoon_isInNoDoubt_unlessItsPlaceMayWaitNoLonger() {
        own = null;
        probe("i2", "i2-before", new Membership("g", "i2-m"), 0);
        ownProbe(2_400, 2_405);
        ownProbe(2_900, 2_905);
        ownProbe(8_900, 8_905);
        assertThat(rule.takeDoubt()).isFalse();
        own = OWN;
        ownProbe(9_000, 9_005);
        assertThat(rule.takeDoubt()).isTrue();
    }

    /** What is read anew may be another log, on which nobody has read the first probe. */
    @Test
    void processThatReadsTheTopicAnew_isMeasuredAnew() {
        own = null;
        probe("i2", "i2-before", new Membership("g", "i2-m"), 0);
        ownProbe(2_400, 2_405);
        rule.startOver();
        probe("i2", "i2-before", new Membership("g", "i2-m"), 0);
        ownProbe(2_900, 2_905);
        assertThat(rule.takeDoubt()).isTrue();
    }

    @Test
    void processAfterOneThatLeft_isInNoDoubt() {
        own = null;
        probe("i2", "i2-before", new Membership("g", "i2-m"), 0);
        probe("i2", "i2-before", null, 100);
        ownProbe(9_000, 9_005);
        assertThat(rule.takeDoubt()).isFalse();
    }

    @Test
    void topicThatIsReadAnew_makesNobodySilentAtOnce() {
        lastProbeOfTheDead(0);
        ownProbes(0, 3_000);
        rule.startOver();
        lastProbeOfTheDead(3_100);
        ownProbes(3_100, 6_100);
        assertThat(rule.silent(at(6_110))).isEmpty();
        ownProbes(6_600, 6_600);
        assertThat(rule.silent(at(6_610))).isNotEmpty();
    }
}
