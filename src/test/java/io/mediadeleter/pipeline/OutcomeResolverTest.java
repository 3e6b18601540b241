package io.mediadeleter.pipeline;

import static io.mediadeleter.pipeline.LoopFixture.HERE;
import static io.mediadeleter.pipeline.LoopFixture.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.Settlement.Completed;
import io.mediadeleter.rule.Settlement.DeadLettered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No retry delay: whatever fails and counts is given up. */
class OutcomeResolverTest {

    private static final Outcome DELETED = new Outcome.Deleted("r-1");

    private final LoopFixture fixture = new LoopFixture();
    private final Backlog backlog = fixture.backlog;
    private final Breaker breaker = fixture.breaker;
    private final OffsetLedger ledger = new OffsetLedger();
    private final Committer committer =
            new Committer(fixture.parts(), ledger, new FlowControl(ledger), fixture.heartbeat);
    private final OutcomeResolver resolver = new OutcomeResolver(fixture.parts(), ledger, backlog, breaker, committer);

    OutcomeResolverTest() {
        ledger.assign(HERE, 1, null, null);
        ledger.assign(THERE, 1, null, null);
        backlog.own(Set.of(HERE, THERE));
        fixture.time.pass(Duration.ofMinutes(1));
    }

    private Delivery waiting(Partition partition, String fileId) {
        Delivery delivery = fixture.deliveries.of(partition, fileId, Deliveries.WHOLE);
        ledger.enter(delivery);
        backlog.add(delivery, Instant.EPOCH);
        return delivery;
    }

    private DeleteCall take() {
        return backlog.take(any -> Optional.empty()).call().orElseThrow();
    }

    private static Outcome failed(FaultKind kind) {
        return new Outcome.Failed(new Fault(kind, "Code", "message", null));
    }

    private List<Settlement> settlements() {
        committer.commit();
        return fixture.kafka.transactions().stream()
                .flatMap(List::stream)
                .map(Settled::settlement)
                .toList();
    }

    private List<MediaDeleted> results() {
        return settlements().stream()
                .map(settlement -> ((Completed) settlement).result())
                .toList();
    }

    @Test
    void ended_isSettledAndNoLongerInFlight() {
        Delivery delivery = waiting(HERE, "1");

        resolver.resolve(take(), DELETED);

        assertThat(backlog.inFlight().deliveries()).isEmpty();
        assertThat(results()).singleElement().satisfies(result -> {
            assertThat(result.request()).isEqualTo(delivery.request());
            assertThat(result.coalesced()).isFalse();
            assertThat(result.deletedAt()).isEqualTo(fixture.time.now());
        });
    }

    @Test
    void sharedCall_isAResultForEach() {
        waiting(HERE, "1");
        waiting(THERE, "1");

        resolver.resolve(take(), DELETED);

        assertThat(results()).hasSize(2).allMatch(MediaDeleted::coalesced);
    }

    @Test
    void partitionThatWent_isLeftToItsNextOwner() {
        waiting(HERE, "1");
        waiting(THERE, "1");
        DeleteCall shared = take();
        ledger.release(Set.of(HERE));

        resolver.resolve(shared, DELETED);

        assertThat(results())
                .singleElement()
                .satisfies(result -> assertThat(result.called()).isEqualTo(shared.scope()));
    }

    @Test
    void throttled_isCalledAgainAsItWas() {
        waiting(HERE, "1");
        waiting(THERE, "1");
        DeleteCall shared = take();

        resolver.resolve(shared, failed(FaultKind.THROTTLED));

        assertThat(committer.isEmpty()).isTrue();
        assertThat(take()).isEqualTo(shared);
    }

    /** As with faults.CODE=THROTTLED of a code that is one request's fault. */
    @Test
    void throttledAgainAndAgain_letsOthersGoFirst() {
        Delivery first = waiting(HERE, "1");
        for (int call = 0; call < 10; call++) {
            DeleteCall taken = take();
            assertThat(taken.deliveries()).as("call %d", call).containsExactly(first);
            resolver.resolve(taken, failed(FaultKind.THROTTLED));
        }
        Delivery second = waiting(HERE, "2");
        Delivery third = waiting(HERE, "3");

        assertThat(take().deliveries()).containsExactly(second);
        assertThat(take().deliveries()).containsExactly(third);
        DeleteCall again = take();
        assertThat(again.deliveries()).containsExactly(first);
        resolver.resolve(again, failed(FaultKind.THROTTLED));
        Delivery fourth = waiting(HERE, "4");
        assertThat(take().deliveries()).containsExactly(fourth);
        assertThat(committer.isEmpty()).isTrue();
    }

    /** As with faults.InternalError=THROTTLED, which says what is to happen and not what has. */
    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"THROTTLED", "PERMANENT"})
    void callThatIsMadeAgainByASetting_mayHaveDeleted(FaultKind kind) {
        waiting(HERE, "1");
        waiting(THERE, "1");
        resolver.resolve(take(), new Outcome.Failed(new Fault(kind, "InternalError", "ill", "r-1")));

        while (!backlog.isEmpty()) {
            resolver.resolve(take(), expired());
        }

        assertThat(settlements())
                .hasSize(2)
                .allSatisfy(settlement -> assertThat(
                                ((DeadLettered) settlement).fault().message())
                        .contains("may have deleted the media"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RequestLimitExceeded", "Call.Withheld"})
    void callThatWasRefusedBeforeItActed_hasDeletedNothing(String code) {
        waiting(HERE, "1");
        resolver.resolve(take(), new Outcome.Failed(new Fault(FaultKind.THROTTLED, code, "message", null)));

        resolver.resolve(take(), expired());

        assertThat(settlements())
                .singleElement()
                .satisfies(settlement -> assertThat(
                                ((DeadLettered) settlement).fault().message())
                        .isEqualTo("too old"));
    }

    private static Outcome expired() {
        return new Outcome.Failed(Fault.expired("too old"));
    }

    @Test
    void sharedCallThatTheApiRefused_isMadeOneByOne() {
        Delivery first = waiting(HERE, "1");
        Delivery second = waiting(THERE, "1");

        resolver.resolve(take(), failed(FaultKind.PERMANENT));

        assertThat(committer.isEmpty()).isTrue();
        assertThat(take().deliveries()).containsExactly(first);
        assertThat(take().deliveries()).containsExactly(second);
    }

    @Test
    void callThatTheApiRefused_isADeadLetter() {
        waiting(HERE, "1");

        resolver.resolve(take(), failed(FaultKind.PERMANENT));

        assertThat(settlements()).singleElement().isInstanceOf(DeadLettered.class);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void whileCallingIsStopped_aSystemicFailureGoesToTheEndOfTheLine() {
        Delivery probe = waiting(HERE, "1");
        Delivery next = waiting(HERE, "2");
        breaker.ended(DELETED, Duration.ZERO);
        breaker.open();

        resolver.resolve(take(), failed(FaultKind.SYSTEMIC));

        assertThat(committer.isEmpty()).isTrue();
        assertThat(take().deliveries()).containsExactly(next);
        assertThat(take().deliveries()).containsExactly(probe);
    }

    @Test
    void lastSystemicFailure_whenNothingHasGoneWellSinceTheFirst_stopsCalling() {
        breaker.ended(DELETED, Duration.ZERO);
        fixture.time.pass(Duration.ofMillis(1));
        Delivery delivery = waiting(HERE, "1");

        resolver.resolve(take(), failed(FaultKind.SYSTEMIC));

        assertThat(breaker.isOpen()).isTrue();
        assertThat(committer.isEmpty()).isTrue();
        assertThat(take().deliveries()).containsExactly(delivery);
    }

    @Test
    void lastSystemicFailure_whenAnotherCallHasGoneWellSince_isADeadLetter() {
        waiting(HERE, "1");
        breaker.ended(DELETED, Duration.ZERO);

        resolver.resolve(take(), failed(FaultKind.SYSTEMIC));

        assertThat(breaker.isOpen()).isFalse();
        assertThat(settlements()).singleElement().isInstanceOf(DeadLettered.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Http.503",
                "Http.429",
                "Http.407",
                "Http.302",
                "InvalidResponse",
                "Network.Broken",
                "Network.Proxy",
                "Local.NoResources",
                "CallFailed"
            })
    void lastFailureBeforeTheApi_whenNothingHasGoneWellSinceTheFirst_stopsCalling(String code) {
        Delivery delivery = waiting(HERE, "1");

        resolver.resolve(take(), failedWith(code));

        assertThat(breaker.isOpen()).isTrue();
        assertThat(committer.isEmpty()).isTrue();
        assertThat(take().deliveries()).containsExactly(delivery);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Http.503", "InvalidResponse"})
    void lastFailureBeforeTheApi_whenAnotherCallHasGoneWellSince_isADeadLetter(String code) {
        waiting(HERE, "1");
        resolver.resolve(take(), failedWith(code));
        fixture.time.pass(Duration.ofSeconds(2));
        breaker.ended(DELETED, Duration.ZERO);
        assertThat(breaker.tryAcquire()).isTrue();
        breaker.ended(DELETED, Duration.ZERO);
        fixture.time.pass(Duration.ofMillis(1));

        resolver.resolve(take(), failedWith(code));

        assertThat(breaker.isOpen()).isFalse();
        assertThat(settlements()).singleElement().isInstanceOf(DeadLettered.class);
    }

    private static Outcome failedWith(String code) {
        FaultKind kind = new FaultTable(Map.of()).kindOf(code);
        return new Outcome.Failed(new Fault(kind, code, "message", null));
    }

    @Test
    void lastTransientFailure_isADeadLetterThoughNothingHasGoneWell() {
        waiting(HERE, "1");

        resolver.resolve(take(), failed(FaultKind.TRANSIENT));

        assertThat(breaker.isOpen()).isFalse();
        assertThat(settlements()).singleElement().isInstanceOf(DeadLettered.class);
    }
}
