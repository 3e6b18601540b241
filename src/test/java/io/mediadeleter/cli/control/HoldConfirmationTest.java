package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.OwnEntries;
import io.mediadeleter.control.holds.OwnEntries.WrittenEntry;
import io.mediadeleter.control.holds.RollCall;
import io.mediadeleter.control.holds.RollCall.Member;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldConfirmationTest {

    private static final Instant STAMP = Instant.parse("2026-11-26T12:00:00Z");
    private static final Selector KEY = Selector.pause("x");
    private static final WrittenEntry PAUSE = new WrittenEntry(KEY, 100, STAMP);

    private final OwnEntries own = new OwnEntries();

    private HoldConfirmation confirmation(Map<String, LoggedEntry> probes, String... members) {
        List<Member> group = List.of(members).stream()
                .map(name -> new Member(name, "10.0.0.7"))
                .toList();
        return HoldConfirmation.of(RollCall.of(group, probes, PAUSE), Map.of(), own, "c");
    }

    private static LoggedEntry at(long offset, Instant stamp, ControlEntry entry) {
        return new LoggedEntry(offset, stamp, entry);
    }

    private void writeAndReadBack() {
        own.wrote(PAUSE);
        own.read(at(100, STAMP, new Put(KEY, "r", null, null, null)));
    }

    @Test
    void recordThatStandsInAGroupThatLooks_isCertain() {
        writeAndReadBack();

        assertThat(confirmation(
                                Map.of("i1", at(101, STAMP, new ControlEntry.Seen(new Probe("i1", "p", 2, null)))),
                                "i1")
                        .isGiven())
                .isTrue();
        assertThat(confirmation(Map.of()).isGiven()).isTrue();
    }

    /** So that nobody looks for another group where the one that was stopped is the right one. */
    @Test
    void memberThatTheGroupDropsWhileItIsWaitedFor_isNamed() {
        writeAndReadBack();
        Map<String, Member> awaited = Map.of(
                "gone at 10.0.0.7", new Member("gone", "10.0.0.7"), "i1 at 10.0.0.7", new Member("i1", "10.0.0.7"));
        RollCall roll = RollCall.of(List.of(new Member("i1", "10.0.0.7")), Map.of(), PAUSE);

        assertThat(HoldConfirmation.of(roll, awaited, own, "c").left()).containsExactly(new Member("gone", "10.0.0.7"));
    }

    @Test
    void eachMemberThatDoesNotLook_isNamedWithWhatToDo() {
        writeAndReadBack();
        ControlEntry probe = new ControlEntry.Seen(new Probe("i", "p", 2, null));
        HoldConfirmation confirmation = confirmation(
                Map.of("cut-off", at(90, STAMP.minusSeconds(2), probe), "old", at(9, STAMP.minusSeconds(600), probe)),
                "cut-off",
                "never",
                "old",
                "");

        assertThat(confirmation.isGiven()).isFalse();
        assertThat(confirmation.problems())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("a member without a name at 10.0.0.7 has never looked at c"),
                        second -> assertThat(second)
                                .startsWith("cut-off at 10.0.0.7 has not looked at c since 2026-11-26T11:59:58Z, but is"
                                        + " still a member")
                                .contains("it starts no call"),
                        third -> assertThat(third).contains("has never looked at c", "older version", "Stop it"),
                        fourth -> assertThat(fourth)
                                .startsWith(
                                        "old at 10.0.0.7 has not looked at c since 2026-11-26T11:50:00Z, so nothing"));
    }

    @Test
    void recordThatOthersHaveChanged_isNotCertain() {
        writeAndReadBack();
        own.read(at(104, STAMP, new ControlEntry.Lifted(KEY)));
        assertThat(confirmation(Map.of()).problems())
                .containsExactly("all:x no longer stands as it was written: it was lifted at 2026-11-26T12:00:00Z");

        own.read(at(105, STAMP, new Put(KEY, "again", "me", null, null)));
        assertThat(confirmation(Map.of()).problems())
                .singleElement()
                .asString()
                .contains("it was replaced by me (again)");
    }

    @Test
    void recordThatIsNotOnTheTopic_isToldOf_butNotWhereNothingWasRead() {
        own.wrote(PAUSE);

        assertThat(confirmation(Map.of()).problems()).singleElement().asString().contains("unclean leader election");
        assertThat(HoldConfirmation.none(own, "the reason").problems()).containsExactly("the reason");
    }
}
