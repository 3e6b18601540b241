package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.brake.Reports;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.ops.http.Page;
import io.mediadeleter.pipeline.status.PipelineStatus.Phase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShownGroupTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final String STOPPED = "API calls suspended since 11:00 (circuit breaker open).";
    private static final GroupFacts.Control CONTROL = new GroupFacts.Control(List.of(), 0, null, NOW);
    private static final StatusSummary HEALTHY = new StatusSummary(Level.WELL, "Healthy: no requests are waiting.");

    private static GroupFacts.Instance instance(String name, Level level, @Nullable String text) {
        return telling(name, Reports.report(level, text, false));
    }

    private static GroupFacts.Instance telling(String name, InstanceReport report) {
        return new GroupFacts.Instance(name, "host", List.of(new Partition("r", 0)), NOW, null, report, 50);
    }

    private static GroupStatus group(Level level, @Nullable String text) {
        var letters = new GroupFacts.Letters("PERMANENT", "InvalidParameter", 2, 1, NOW.minusSeconds(60), NOW);
        return group(
                List.of(instance("a", Level.WELL, null), instance("b", level, text)),
                List.of(waiting(0, 3, NOW.minusSeconds(90)), waiting(1, 4, NOW.minusSeconds(30)), waiting(2, 0, null)),
                new GroupFacts.DeadLetters(List.of(letters), 0));
    }

    private static GroupStatus group(
            List<GroupFacts.Instance> instances,
            List<GroupFacts.Waiting> waits,
            GroupFacts.@Nullable DeadLetters letters) {
        return GroupStatus.of(new GroupFacts("g", NOW, 100, instances, true, CONTROL, waits, letters, List.of()), null);
    }

    private static GroupFacts.Waiting waiting(int partition, long due, @Nullable Instant oldest) {
        return new GroupFacts.Waiting(
                new Partition("r", partition), TopicRole.REQUESTED, due, due, oldest, 0, null, "p", true);
    }

    @Test
    void anotherInstanceThatIsStopped_isTheFirstSentenceOfAHealthyOne() {
        StatusSummary shown = ShownGroup.gravest(HEALTHY, group(Level.STOPPED, STOPPED));

        assertThat(shown.level()).isEqualTo(Level.STOPPED);
        assertThat(shown.text()).contains("b: " + STOPPED);
    }

    @Test
    void instanceThatIsStoppedItself_saysWhy() {
        StatusSummary own = new StatusSummary(Level.STOPPED, "Kafka has accepted no commit since 11:00.");

        assertThat(ShownGroup.gravest(own, group(Level.STOPPED, STOPPED))).isEqualTo(own);
        assertThat(ShownGroup.gravest(own, null)).isEqualTo(own);
    }

    @Test
    void groupThatIsNotKnownYet_isNotTakenForHealthy() {
        assertThat(ShownGroup.gravest(HEALTHY, null))
                .isEqualTo(
                        new StatusSummary(
                                Level.WELL,
                                "Healthy: no requests are waiting. (This instance alone; the group is still being looked at.)"));
    }

    @Test
    void whatWaits_isAddedUpByTopic_withTheAgeOfTheOldest() {
        ShownGroup shown = ShownGroup.of(group(Level.WELL, null));

        assertThat(shown.topics())
                .containsExactly(new ShownGroup.TopicTotal("r", TopicRole.REQUESTED, 3, 7, 7, 90L, 0));
        assertThat(shown.figures().due()).isEqualTo(7);
        assertThat(shown.figures().oldestDueSeconds()).isEqualTo(90);
        assertThat(shown.instances()).extracting(ShownGroup.Member::name).containsExactly("a", "b");
        assertThat(shown.deadLetters().get(0).lately()).isEqualTo(1);
        assertThat(Page.json(200, shown).body()).contains("\"at\" : \"2026-03-01T12:00:00Z\"");
    }

    private static List<String> states(
            GroupFacts.Instance instance, GroupFacts.@Nullable Control control, List<GroupFacts.Gap> gaps) {
        GroupFacts facts = new GroupFacts("g", NOW, 100, List.of(instance), true, control, null, null, gaps);
        return ShownGroup.of(GroupStatus.of(facts, null)).instances().stream()
                .map(ShownGroup.Member::state)
                .toList();
    }

    private static GroupFacts.Instance instance(@Nullable String host, @Nullable Instant seen) {
        GroupFacts.Instance well = instance("a", Level.WELL, null);
        return new GroupFacts.Instance("a", host, well.partitions(), seen, null, well.report(), 50);
    }

    @Test
    void state_saysNothingOfWhatCouldNotBeLookedAt() {
        List<GroupFacts.Gap> noMembers = List.of(new GroupFacts.Gap(GroupFacts.MEMBERS, "no answer", true));

        assertThat(states(instance("host", NOW), CONTROL, List.of())).containsExactly("well");
        assertThat(states(instance("host", null), CONTROL, List.of()))
                .containsExactly("has written nothing to the control topic");
        assertThat(states(instance("host", null), null, List.of()))
                .containsExactly("not known: the control topic could not be read");
        assertThat(states(instance(null, NOW), CONTROL, List.of())).containsExactly("no member of the consumer group");
        assertThat(states(instance(null, NOW), CONTROL, noMembers)).containsExactly("well");
        assertThat(states(instance("host", NOW.minusSeconds(7)), CONTROL, List.of()))
                .containsExactly("no sign of life since 2026-03-01T11:59:53Z");
    }

    @Test
    void whatIsNotKnown_isMissing() {
        List<GroupFacts.Gap> gaps = List.of(new GroupFacts.Gap(GroupFacts.MEMBERS, "no answer", true));
        GroupFacts facts = new GroupFacts("g", NOW, 100, List.of(instance(null, NOW)), true, null, null, null, gaps);

        ShownGroup shown = ShownGroup.of(GroupStatus.of(facts, null));

        assertThat(Page.json(200, shown.figures()).body())
                .doesNotContain("due", "untilDue", "inGrace", "undecided", "inFlight", "doneInSeconds");
        assertThat(shown.instances().get(0).partitions()).isNull();
    }

    @Test
    void healthyInstanceOfAGroupThatCallsNobodyInEarnest_saysBoth() {
        GroupFacts.Instance dry = telling("a", Reports.report(Level.WELL, null, true));

        assertThat(ShownGroup.gravest(HEALTHY, idle(dry)))
                .isEqualTo(new StatusSummary(
                        Level.BUSY, "Healthy: no requests are waiting. Dry run: nothing is deleted (dry-run=true)."));
    }

    @Test
    void instanceThatGetsNoPartition_saysThatItIsSpare() {
        GroupStatus group = idle(
                instance("a", Level.WELL, null), new GroupFacts.Instance("b", "host", List.of(), NOW, null, null, 0));
        StatusSummary joining = new StatusSummary(Level.BUSY, "Waiting for partition assignment.");

        assertThat(ShownGroup.spareOr(joining, Phase.JOINING, group))
                .isEqualTo(new StatusSummary(
                        Level.WELL,
                        "This instance is spare: 2 instances share 1 partition of r, so 1 has none of it."));
        assertThat(ShownGroup.spareOr(joining, Phase.RUNNING, group)).isEqualTo(joining);
        assertThat(ShownGroup.spareOr(joining, Phase.JOINING, null)).isEqualTo(joining);
    }

    private static GroupStatus idle(GroupFacts.Instance... instances) {
        return group(List.of(instances), List.of(waiting(0, 0, null)), null);
    }
}
