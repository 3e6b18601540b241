package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import java.time.Duration;

/** Knows of a whole story what may become of a request, and looks at each settlement that is written. */
record SettlementOracle(SimulatedWorld world) {

    /** Only what must not be called is settled without a call. */
    void assertOneOfItsKind(Settled settled) {
        Delivery delivery = settled.delivery();
        if (settled.settlement() instanceof Deferred) {
            return;
        }
        FaultKind kind =
                settled.settlement() instanceof DeadLettered dead ? dead.fault().kind() : FaultKind.TRANSIENT;
        if (kind == FaultKind.HELD) {
            world.chronicle()
                    .happened(
                            delivery.partition().topic().equals(SimulatedBroker.GRACE)
                                    ? Happening.HELD_WHILE_IT_WAITED_FOR_ITS_GRACE
                                    : Happening.HELD);
            world.orders()
                    .assertWasHeld(
                            delivery.request(),
                            ((DeadLettered) settled.settlement()).fault().hold());
        } else if (kind == FaultKind.EXPIRED) {
            world.chronicle().happened(Happening.EXPIRED);
            assertThat(Duration.between(delivery.originTimestamp(), world.time().now()))
                    .as("age of %s, which has expired", delivery.origin())
                    .isGreaterThan(world.rules().shortestAge());
        } else if (kind != FaultKind.MALFORMED) {
            assertThat(world.api().hasCalled(delivery.origin()))
                    .as("%s was called before it was settled: %s", delivery.origin(), settled.settlement())
                    .isTrue();
        }
    }

    /** No request is given up for a fault that was nobody's, unless the API answered others in the meantime. */
    void assertGivenUpForAReason(Settled settled) {
        if (settled.settlement() instanceof DeadLettered dead && dead.fault().kind() == FaultKind.SYSTEMIC) {
            assertThat(world.api().hasAnsweredSince(dead.firstFailedAt()))
                    .as(
                            "an answer since %s, before %s is given up",
                            dead.firstFailedAt(), settled.delivery().origin())
                    .isTrue();
        }
    }
}
