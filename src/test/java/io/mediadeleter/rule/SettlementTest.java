package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Results;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Settlement.Completed;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final Fault FAULT = new Fault(FaultKind.TRANSIENT, "Code", "message", null);

    /** The branch that a match takes, and what it hands over. */
    private static Map.Entry<String, Settlement> matched(Settlement settlement) {
        return settlement.match(
                completed -> Map.entry("completed", completed),
                retried -> Map.entry("retried", retried),
                deadLettered -> Map.entry("dead-lettered", deadLettered),
                deferred -> Map.entry("deferred", deferred));
    }

    @Test
    void match_takesTheBranchOfItsKind() {
        DeleteRequest request = new DeleteRequest("e-1", new MediaId(null, "1"), new Scope.Whole(), null, null);
        Settlement completed = new Completed(Results.deleted(new Origin("t", 0, 7), request, NOW));
        Settlement retried = new Retried(new RetryDelay("5s", Duration.ofSeconds(5)), 1, NOW, NOW, NOW, FAULT);
        Settlement dead = new DeadLettered(1, NOW, NOW, FAULT);

        assertThat(matched(completed)).isEqualTo(Map.entry("completed", completed));
        assertThat(matched(retried)).isEqualTo(Map.entry("retried", retried));
        Settlement deferred = new Deferred(Duration.ofHours(1), NOW);

        assertThat(matched(deferred)).isEqualTo(Map.entry("deferred", deferred));
        assertThat(matched(dead)).isEqualTo(Map.entry("dead-lettered", dead));
    }
}
