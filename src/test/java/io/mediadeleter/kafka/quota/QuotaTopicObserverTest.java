package io.mediadeleter.kafka.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuotaTopicObserverTest {

    /** Two groups on one machine, each with an instance that has the machine's name. */
    @Test
    void membersOfOneNameThatBothHoldSomething_areNotAddedUp() {
        Map<String, Integer> granted = Map.of(member("box", 1), 60, member("box", 2), 30, member("box-2", 3), 10);

        assertThat(QuotaTopicObserver.byInstance(granted)).containsExactly(Map.entry("box-2", 10));
    }

    /** As one that has ended and was started again. */
    @Test
    void memberThatHoldsNothing_isNotInTheWayOfItsNamesake() {
        Map<String, Integer> granted = Map.of(member("box", 1), 60, member("box", 2), 0);

        assertThat(QuotaTopicObserver.byInstance(granted)).containsExactly(Map.entry("box", 60));
    }

    @Test
    void memberThatHoldsNothing_isShownWithNothing() {
        assertThat(QuotaTopicObserver.byInstance(Map.of(member("box", 1), 0, "short", 7)))
                .containsExactly(Map.entry("box", 0));
    }

    private static String member(String instance, int process) {
        return instance + "-" + new UUID(0, process);
    }
}
