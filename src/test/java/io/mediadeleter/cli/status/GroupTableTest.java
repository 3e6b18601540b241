package io.mediadeleter.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.console.Terminal;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.brake.Reports;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.group.GroupStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

    private static GroupStatus status(
            List<GroupFacts.Instance> instances, GroupFacts.@Nullable Control control, List<Gap> gaps) {
        return GroupStatus.of(new GroupFacts("g", NOW, 100, instances, true, control, List.of(), null, gaps), null);
    }

    private static String table(List<Gap> gaps) {
        return GroupTable.of(status(List.of(), null, gaps));
    }

    @Test
    void whatCouldNotBeFoundOut_isNotTakenForNothing() {
        assertThat(table(List.of(
                        new Gap(GroupFacts.MEMBERS, "no answer in time", true),
                        new Gap(GroupFacts.WAITS + "some topics", "requested: there is no such topic", true))))
                .contains(
                        "Instances: not known.",
                        "Nothing waits on the topics that could be looked at.",
                        "Calls: not reported.")
                .doesNotContain("No instances", "any topic", "Calls: none");
    }

    @Test
    void smallTerminal_showsTheFirstSentenceWhole_andNothingIsWrapped() {
        GroupFacts.Control control = new GroupFacts.Control(List.of(), 0, null, null);
        String table = GroupTable.of(status(List.of(), control, List.of()), 30);
        String shown = Terminal.Size.parse("6 30\n").orElseThrow().fit(table);

        assertThat(shown.lines())
                .containsExactly(
                        "Group g at 2026-03-01T09:30:0…",
                        "",
                        "STOPPED: No instance of the",
                        "group g is running. No request",
                        "is due. Start one:");
        assertThat(Terminal.Size.parse("0 0")).isEmpty();
        assertThat(Terminal.Size.parse("stty: 'standard input': Inappropriate ioctl for device"))
                .isEmpty();
    }

    @Test
    void dryRunThatHasStopped_isStopped() {
        assertThat(table(Level.STOPPED, true)).contains("stopped\n").doesNotContain("dry run\n");
        assertThat(table(Level.STOPPED, false)).contains("stopped\n");
        assertThat(table(Level.BUSY, true)).contains("dry run\n");
        assertThat(table(Level.BUSY, false)).contains("busy\n");
    }

    private static String table(Level level, boolean isDryRun) {
        GroupFacts.Instance instance =
                new GroupFacts.Instance("a", "host", List.of(), NOW, null, Reports.report(level, null, isDryRun), null);
        return GroupTable.of(status(List.of(instance), null, List.of()));
    }

    @Test
    void whatIsKnownToBeNone_isToldAsNone() {
        assertThat(table(List.of())).contains("No instances.", "Nothing waits on any topic.", "Calls: none.");
    }

    @Test
    void whyThatEndsInAQuestion_getsNoStop() {
        assertThat(table(List.of(new Gap("the shares of the quota", "no answer. Are the brokers up?", false))))
                .contains("Are the brokers up?\n");
    }
}
