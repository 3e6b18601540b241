package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.ops.BoundedTagValues;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Settlement.DeadLettered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentActivityTest {

    private final StoppedTime time = new StoppedTime();
    private final RecentActivity tally = new RecentActivity(time);

    private void deadLetter(String code) {
        Delivery delivery =
                Deliveries.at(new Partition("t", 0), 1, Instant.EPOCH, Attempt.FIRST, new Malformed("c", "r"));
        Fault fault = new Fault(FaultKind.PERMANENT, code, "m", null);
        tally.settled(
                List.of(new Settled(delivery, new DeadLettered(1, Instant.EPOCH, Instant.EPOCH, fault))),
                Duration.ZERO);
    }

    @Test
    void deadLetters_areCountedByCodeTheMostFrequentFirst() {
        deadLetter("Rare");
        deadLetter("Frequent");
        time.pass(Duration.ofSeconds(9));
        deadLetter("Frequent");

        assertThat(tally.deadLetters())
                .containsExactly(
                        new RecentActivity.Letters("PERMANENT", "Frequent", 2, "1970-01-01T00:00:09Z"),
                        new RecentActivity.Letters("PERMANENT", "Rare", 1, "1970-01-01T00:00:00Z"));
    }

    @Test
    void codesWithoutEnd_takeNoMemoryWithoutEnd() {
        for (int i = 0; i < 1_000; i++) {
            deadLetter("Code" + i);
        }

        assertThat(tally.deadLetters()).hasSize(BoundedTagValues.MOST_CODES + 1);
        assertThat(tally.deadLetters().get(0).count()).isEqualTo(1_000 - BoundedTagValues.MOST_CODES);
    }

    @Test
    void commits_failSinceTheFirstOfThoseThatFailUntilOneGoesThrough() {
        time.pass(Duration.ofSeconds(1));
        tally.commitAborted(3, Duration.ZERO);
        time.pass(Duration.ofMillis(2_999));
        tally.commitAborted(3, Duration.ZERO);
        assertThat(tally.recent().commitsFailSince()).as("a moment").isNull();
        time.pass(Duration.ofMillis(1));

        assertThat(tally.recent().commitsFailSince()).isEqualTo(Instant.ofEpochSecond(1));
        tally.settled(List.of(), Duration.ZERO);
        assertThat(tally.recent().commitsFailSince()).isNull();
    }

    @Test
    void commitsThatFailed_areForgottenOnceThePartitionsHaveGoneToOthers() {
        tally.commitAborted(3, Duration.ZERO);
        time.pass(Duration.ofSeconds(9));

        tally.released(List.of(new Partition("t", 0)), 3);

        assertThat(tally.recent().commitsFailSince()).isNull();
    }

    @Test
    void obstacle_isToldUntilACommitGoesThrough() {
        tally.commitObstructed("mend it");
        tally.commitAborted(3, Duration.ZERO);
        assertThat(tally.recent().obstacle()).isEqualTo("mend it");

        tally.settled(List.of(), Duration.ZERO);
        assertThat(tally.recent().obstacle()).isNull();
    }
}
