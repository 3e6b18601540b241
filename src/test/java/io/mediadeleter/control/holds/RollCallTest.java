package io.mediadeleter.control.holds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.OwnEntries.WrittenEntry;
import io.mediadeleter.control.holds.RollCall.Member;
import io.mediadeleter.control.holds.RollCall.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollCallTest {

    private static final Instant STAMP = Instant.parse("2026-11-26T12:00:00Z");
    private static final WrittenEntry HOLD =
            new WrittenEntry(Selector.parse("all:x").orElseThrow(), 100, STAMP);

    private static LoggedEntry probe(long offset, Duration beforeTheHold) {
        return new LoggedEntry(
                offset, STAMP.minus(beforeTheHold), new ControlEntry.Seen(new Probe("i", "i-p", 1, null)));
    }

    private static RollCall call(Map<String, LoggedEntry> probes, String... members) {
        List<Member> group =
                Arrays.stream(members).map(name -> new Member(name, "h")).toList();
        return RollCall.of(group, probes, HOLD);
    }

    @Test
    void emptyGroup_isComplete() {
        assertThat(call(Map.of("gone", probe(1, Duration.ofDays(1)))).absent()).isEmpty();
        assertThat(call(Map.of()).patience()).isZero();
    }

    @Test
    void onlyAProbeBehindTheHold_showsThatAMemberLooks() {
        RollCall call = call(
                Map.of(
                        "behind", probe(101, Duration.ofSeconds(-1)),
                        "before", probe(99, Duration.ofMillis(1)),
                        "lately", probe(10, Duration.ofSeconds(60)),
                        "once", probe(9, Duration.ofMillis(60_001))),
                "behind",
                "before",
                "lately",
                "once",
                "never",
                "");

        assertThat(call.answers())
                .extracting(answer -> answer.member().instance() + " " + answer.presence())
                .containsExactly(
                        " UNSEEN", "before SILENT", "behind LOOKS", "lately SILENT", "never UNSEEN", "once UNSEEN");
        assertThat(call.absent()).hasSize(5);
        assertThat(call.answers()).extracting(RollCall.Answer::presence).contains(Presence.LOOKS);
    }

    @Test
    void silentMember_isWaitedForAMinute_andOneThatNeverLookedOnlyUntilItHasStarted() {
        Map<String, LoggedEntry> probes = Map.of("before", probe(99, Duration.ofMillis(1)));

        assertThat(call(probes, "before").patience()).isEqualTo(Duration.ofMinutes(1));
        assertThat(call(probes, "before", "never").patience()).isEqualTo(Duration.ofSeconds(10));
    }
}
