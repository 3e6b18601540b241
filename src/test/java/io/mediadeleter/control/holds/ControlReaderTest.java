package io.mediadeleter.control.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.brake.Reports;
import io.mediadeleter.control.members.NameUse;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlReaderTest {

    private static final Instant WALL = Instant.parse("2026-11-26T12:00:00Z");

    /** The brokers' clock is another one. */
    private static final Instant STAMP = Instant.parse("2026-11-26T15:00:00Z");

    private static final DeleteRequest REQUEST =
            new DeleteRequest("e-1", new MediaId(5L, "77"), new Scope.Whole(), null, null);

    private final ControlReader reader = new ControlReader("i1", "i1-p", 3, at(0));
    private long offset;

    private static Moment at(long millis) {
        return new Moment(Duration.ofMillis(millis).toNanos() - 1_000, WALL.plusMillis(millis));
    }

    private void read(ControlEntry entry, long millis) {
        reader.read(new LoggedEntry(offset++, STAMP.plusMillis(millis), entry), at(millis));
    }

    private void readBack(long sentMillis, long readMillis) {
        Probe probe = reader.probe(null, at(sentMillis)).orElseThrow();
        read(new Seen(probe), readMillis);
    }

    private static Lifted lifted(String selector) {
        return new Lifted(Selector.parse(selector).orElseThrow());
    }

    private static Put put(String selector) {
        return new Put(Selector.parse(selector).orElseThrow(), "r", null, null, null);
    }

    private static Put putUntil(String selector, long millis) {
        return new Put(Selector.parse(selector).orElseThrow(), "r", null, STAMP.plusMillis(millis), null);
    }

    @Test
    void lease_runsFromTheProbesSendingUntilFiveSecondsLater() {
        assertThat(reader.isLeased(at(0))).isFalse();
        readBack(0, 4_000);

        assertThat(reader.isLeased(at(4_999))).isTrue();
        assertThat(reader.isLeased(at(5_000))).isFalse();
    }

    @Test
    void probeThatIsReadTooLate_provesNothing() {
        readBack(0, 5_000);

        assertThat(reader.isLeased(at(5_000))).isFalse();
    }

    @Test
    void probes_areWrittenTwiceASecond() {
        Membership member = new Membership("g", "i1-7");
        assertThat(reader.untilProbe(at(0))).isZero();
        assertThat(reader.probe(null, at(0))).contains(new Probe("i1", "i1-p", 1, null));
        assertThat(reader.untilProbe(at(100))).isEqualTo(Duration.ofMillis(400));
        assertThat(reader.probe(member, at(499))).isEmpty();
        assertThat(reader.probe(member, at(500))).contains(new Probe("i1", "i1-p", 2, member));
    }

    @Test
    void anotherProcessOfTheName_provesNothing() {
        reader.probe(null, at(0));
        read(new Seen(new Probe("i1", "i1-q", 1, null)), 10);

        assertThat(reader.isLeased(at(10))).isFalse();
    }

    @Test
    void otherProcessThatWasThereWhenThisOneHadBegun_isNoticed_andOneThatEndedBeforeIsNot() {
        read(new Seen(new Probe("i1", "before", 7, null), Reports.on("web-2", null)), -1);
        readBack(0, 100);
        assertThat(reader.namesake()).isEmpty();

        read(new Seen(new Probe("two", "x", 1, null), Reports.on("web-3", null)), 300);
        read(new Seen(new Probe("i1", "before", 8, null)), 400); // leaving
        assertThat(reader.namesake()).contains(new Namesake(STAMP.plusMillis(400), "web-2"));
    }

    @Test
    void otherProcessThatLeavesBeforeThisOnesFirstProbe_isNoticed_ifThisOneHadBegun() {
        read(new Seen(new Probe("i1", "before", 8, null), Reports.on("web-2", null)), 1_200);
        readBack(2_000, 2_100);

        assertThat(reader.namesake()).contains(new Namesake(STAMP.plusMillis(1_200), "web-2"));
    }

    @Test
    void ownProbeOfBeforeItBeganAnew_isNoOthers() {
        Membership member = new Membership("g", "i1-7");
        Probe first = reader.probe(member, at(0)).orElseThrow();
        read(new Seen(first), 10);
        read(new Seen(new Probe("i1", "former", 9, member)), 20);

        assertThat(reader.namesake()).isEmpty();
    }

    @Test
    void nameThatIsLost_isNobodysOnceProbesOf3500MillisecondsCameBackAndNoneOfAnother() {
        assertThat(reader.nameSince(at(0))).isEqualTo(NameUse.UNKNOWN);
        readBack(0, 100);
        read(new Seen(new Probe("i1", "before", 8, null)), 900);
        Moment lost = at(1_200);

        readBack(1_000, 1_100);
        assertThat(reader.nameSince(lost)).isEqualTo(NameUse.UNKNOWN);
        read(new Seen(new Probe("i1", "killed", 9, null)), 2_100); // was on its way
        readBack(4_699, 5_500);
        assertThat(reader.nameSince(lost)).isEqualTo(NameUse.UNKNOWN);
        readBack(5_200, 5_600);
        assertThat(reader.nameSince(lost)).isEqualTo(NameUse.ALONE);
    }

    @Test
    void nameThatAnotherShowsItselfUnder_isShared() {
        readBack(0, 100);
        read(new Seen(new Probe("i1", "after", 1, null)), 1_300);
        assertThat(reader.nameSince(at(1_200))).isEqualTo(NameUse.UNKNOWN);
        read(new Seen(new Probe("i1", "after", 4, null)), 2_800);

        assertThat(reader.nameSince(at(1_200))).isEqualTo(NameUse.SHARED);
    }

    @Test
    void wallClockThatWentBackOrOn_endsTheLease() {
        readBack(0, 10);
        long nanos = at(20).nanos();

        assertThat(reader.isLeased(new Moment(nanos, WALL.plusMillis(20)))).isTrue();
        assertThat(reader.isLeased(new Moment(nanos, WALL.plusSeconds(5)))).isFalse();
        assertThat(reader.isLeased(new Moment(nanos, WALL.minusSeconds(5)))).isFalse();
    }

    @Test
    void ownProbeOutOfOrder_meansThatTheLogIsAnother() {
        Probe first = reader.probe(null, at(0)).orElseThrow();
        Probe second = reader.probe(null, at(1_000)).orElseThrow();
        read(new Seen(second), 1_010);

        assertThatThrownBy(() -> read(new Seen(first), 1_020)).isInstanceOf(ControlLogBroken.class);
        assertThatThrownBy(() -> read(new Seen(second), 1_020)).isInstanceOf(ControlLogBroken.class);
        assertThatThrownBy(() -> read(new Seen(new Probe("i1", "i1-p", 9, null)), 1_020))
                .isInstanceOf(ControlLogBroken.class);
    }

    @Test
    void probeThatWasNeverWritten_isNotWaitedFor() {
        reader.probe(null, at(0));
        Probe second = reader.probe(null, at(1_000)).orElseThrow();
        read(new Seen(second), 1_010);

        assertThat(reader.isLeased(at(5_999))).isTrue();
        assertThat(reader.isLeased(at(6_000))).isFalse();
    }

    @Test
    void manyLostProbes_costNothingButTheProof() {
        for (int second = 0; second < 1_000; second++) {
            reader.probe(null, at(second * 1_000L));
        }
        readBack(1_000_000, 1_000_010);

        assertThat(reader.isLeased(at(1_000_010))).isTrue();
    }

    @Test
    void holdsEnd_isMeasuredByTheBrokersClock() {
        readBack(0, 0);
        read(new Put(Selector.parse("media:77").orElseThrow(), "r", null, null, Duration.ofSeconds(3)), 0);

        assertThat(reader.naming(REQUEST, at(2_999))).isPresent();
        assertThat(reader.naming(REQUEST, at(3_000))).isEmpty();
        assertThat(reader.naming(REQUEST, new Moment(at(2_000).nanos(), WALL.plusSeconds(9_999))))
                .isPresent();
    }

    @Test
    void liftedHold_namesNothing_andTheLaterRecordOfAKeyCounts() {
        readBack(0, 0);
        read(put("media:77"), 0);
        read(put("all:x"), 0);
        assertThat(reader.naming(REQUEST, at(0))).isPresent();
        assertThat(reader.pauses(at(0))).hasSize(1);

        read(lifted("media:77"), 1);
        read(lifted("all:x"), 1);
        assertThat(reader.naming(REQUEST, at(1))).isEmpty();
        assertThat(reader.pauses(at(1))).isEmpty();
    }

    @Test
    void moreHoldsThanMayStand_areToldOf_untilOneIsLifted() {
        read(put("media:1"), 0);
        read(put("media:2"), 0);
        read(put("media:3"), 0);
        read(put("media:3"), 0);
        assertThat(reader.isOverfull()).isFalse();

        read(put("media:77"), 0);
        assertThat(reader.isOverfull()).isTrue();

        read(lifted("media:2"), 0);
        assertThat(reader.isOverfull()).isFalse();
        assertThat(reader.naming(REQUEST, at(0))).isPresent();
    }

    /** A few of them take the memory of many. */
    @Test
    void holdsWithLongTexts_countAsSeveral() {
        read(put("correlation:" + "x".repeat(600)), 0);
        assertThat(reader.isOverfull()).isFalse();

        read(put("correlation:" + "y".repeat(600)), 0);
        assertThat(reader.size()).isEqualTo(2);
        assertThat(reader.isOverfull()).isTrue();
    }

    @Test
    void holdThatCouldNotBeKept_isMissedUntilAllAreCountedAnew() {
        IntStream.rangeClosed(1, 4 + 10_000).forEach(media -> read(put("media:" + media), 0));
        IntStream.rangeClosed(1, 4 + 10_000).forEach(media -> read(lifted("media:" + media), 0));

        assertThat(reader.size()).isZero();
        assertThat(reader.isOverfull()).isTrue();
    }

    @Test
    void holdsThatHaveEnded_makeRoomForOthers() {
        for (int media = 1; media <= 3; media++) {
            read(putUntil("media:" + media, 1_000), 0);
        }
        read(put("media:77"), 500);
        assertThat(reader.isOverfull()).as("none has ended yet").isTrue();

        read(put("media:78"), 1_000);
        read(put("media:79"), 2_000);

        assertThat(reader.isOverfull()).isFalse();
        assertThat(reader.naming(REQUEST, at(2_000))).isPresent();
        assertThat(reader.size()).isEqualTo(3);
        read(put("media:80"), 3_000);
        assertThat(reader.isOverfull()).as("four are in force").isTrue();
    }

    /** As at the start of an instance: nobody can have held more at a time. */
    @Test
    void topicWithAnyNumberOfHoldsThatHaveEnded_isRead() {
        IntStream.rangeClosed(1, 4 + 20_000).forEach(media -> read(putUntil("media:" + media, media + 2), media));

        assertThat(reader.isOverfull()).isFalse();
        assertThat(reader.hasDropped()).isFalse();
    }

    @Test
    void recordThatIsStampedAhead_endsNoHoldOfThoseThatKnowTheTime() {
        readBack(0, 0);
        for (int media = 1; media <= 4; media++) {
            read(putUntil("media:" + media, 20_000), 0);
        }

        reader.read(new LoggedEntry(offset++, STAMP.plusSeconds(30), lifted("media:9")), at(1_000));

        assertThat(reader.isOverfull()).isTrue();
        assertThat(reader.size()).isEqualTo(4);
    }

    /** A hold that was let go of is in force once more, and is missing. */
    @Test
    void clockThatGoesBackBehindTheEndOfAHold_stopsCallsUntilAllAreReadAnew() {
        for (int media = 1; media <= 4; media++) {
            read(putUntil("media:" + media, 20_000), 0);
        }
        read(lifted("media:9"), 20_000);
        assertThat(reader.isOverfull()).isFalse();

        read(lifted("media:9"), 15_000);
        assertThat(reader.hasDropped())
                .as("by no more than reading late makes of it")
                .isFalse();
        read(lifted("media:9"), 14_999);

        assertThat(reader.isOverfull()).isTrue();
        assertThat(reader.hasDropped()).isTrue();
    }

    @Test
    void hourWithoutAProof_makesAllThatWasReadStale() {
        readBack(0, 0);

        assertThat(reader.isStale(at(Duration.ofHours(1).toMillis()))).isFalse();
        assertThat(reader.isStale(at(Duration.ofHours(1).toMillis() + 1))).isTrue();
    }

    @Test
    void beforeTheFirstProof_everyHoldIsInForce() {
        read(new Put(Selector.parse("media:77").orElseThrow(), "r", null, Instant.EPOCH, null), 0);

        assertThat(reader.naming(REQUEST, at(0))).isPresent();
    }
}
