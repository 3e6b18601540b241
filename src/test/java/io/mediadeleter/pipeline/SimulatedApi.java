package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The API as every instance sees it: slow, faulty, and with a memory of who was called. A call of a delivery that was
 * called before is allowed only when the earlier one did not count, or when its instance died or lost the partition.
 */
final class SimulatedApi {

    /** With which the API refuses before it acts. */
    private static final Map<FaultKind, String> CODES =
            Map.of(FaultKind.THROTTLED, "RequestLimitExceeded", FaultKind.PERMANENT, "InvalidParameter");

    /** A delivery's place; the same delivery read by the next owner has the same place. */
    private record Place(Partition partition, long offset) {}

    private final SimulatedWorld world;
    private final Random random;
    private final VirtualTime time;
    private final SimulatedBroker broker;
    private final SimulatedOrders orders;
    private final SimulatedRules rules;
    private final Map<Place, SimulatedInstance> called = new HashMap<>();
    private final Set<Origin> asked = new HashSet<>();
    private final Set<Place> excused = new HashSet<>();
    private final Map<Place, Integer> latest = new HashMap<>();
    private final Map<Place, Long> endings = new HashMap<>();
    private long outUntil;
    private Instant lastAnswer = Instant.EPOCH;
    private int calls;
    private int repeats;

    SimulatedApi(SimulatedWorld world) {
        this.world = world;
        this.broker = world.broker();
        this.random = world.random();
        this.time = world.time();
        this.orders = world.orders();
        this.rules = world.rules();
    }

    int calls() {
        return calls;
    }

    int repeats() {
        return repeats;
    }

    void call(SimulatedInstance caller, DeleteCall call, Consumer<Outcome> whenEnded) {
        int number = ++calls;
        call.deliveries().forEach(delivery -> {
            assertAllowed(caller, delivery);
            record(caller, delivery);
        });
        assertNoMore(call);
        Outcome outcome = outcome();
        if (!outcome.failedBy(FaultKind.THROTTLED)) {
            world.brake().called(caller);
        }
        boolean counts = !outcome.failedBy(FaultKind.THROTTLED)
                && !outcome.failedBy(FaultKind.SYSTEMIC)
                && !(call.isCoalesced() && outcome.failedBy(FaultKind.PERMANENT));
        if (!counts) {
            call.deliveries().forEach(this::excuse);
        }
        long millis = random.nextInt(20) == 0 ? 2_000 + random.nextInt(8_000) : random.nextInt(300);
        time.note("%s calls %s: %s in %d ms", caller, places(call), outcome, millis);
        call.deliveries().forEach(delivery -> began(number, place(delivery)));
        time.after(
                Duration.ofMillis(millis),
                () -> caller.onWorker(() -> {
                    call.deliveries().forEach(delivery -> ended(number, place(delivery)));
                    if (!outcome.failedBy(FaultKind.SYSTEMIC)) {
                        lastAnswer = time.now();
                    }
                    whenEnded.accept(outcome);
                }));
    }

    /** Nobody can know what became of this delivery's call: its instance died or lost the partition. */
    void excuse(Delivery delivery) {
        excused.add(place(delivery));
    }

    /** All that was called by this instance may be called again. */
    void excuseAllOf(SimulatedInstance instance, Set<Partition> partitions) {
        excuseAllOf(instance, partitions, 0);
    }

    /** What was called by this instance and did not end before {@code nanos} may be called again. */
    void excuseAllOf(SimulatedInstance instance, Set<Partition> partitions, long nanos) {
        called.forEach((place, caller) -> {
            if (caller == instance
                    && partitions.contains(place.partition())
                    && endings.getOrDefault(place, Long.MAX_VALUE) >= nanos) {
                excused.add(place);
            }
        });
    }

    /** Nobody forbids it, it is not too old, and nobody can withdraw it any more: by the brokers' clock. */
    private void assertAllowed(SimulatedInstance caller, Delivery delivery) {
        orders.assertMayStart(caller, delivery.request());
        if (rules.maxAge() != null) {
            assertThat(Duration.between(delivery.originTimestamp(), time.now()))
                    .as("age of %s when %s calls it", delivery.origin(), caller)
                    .isLessThanOrEqualTo(rules.maxAge());
        }
        if (delivery.partition().topic().equals(SimulatedBroker.GRACE)) {
            world.chronicle().happened(Happening.CALLED_AFTER_ITS_GRACE);
            assertThat(time.now())
                    .as("call of %s by %s", delivery.origin(), caller)
                    .isAfterOrEqualTo(broker.graceEnds(delivery));
        } else {
            assertThat(delivery.isDue(caller.clock().latest()))
                    .as("%s is due, or was before the clock was set back", delivery)
                    .isTrue();
            assertThat(rules.grace().isZero() || !delivery.partition().topic().equals(SimulatedBroker.REQUESTED))
                    .as("%s had its grace period", delivery.origin())
                    .isTrue();
        }
    }

    /** It deletes what its requests ask for, and nothing that another asks for, which may be held. */
    private static void assertNoMore(DeleteCall call) {
        Scope asked = call.deliveries().stream()
                .map(delivery -> delivery.request().scope())
                .reduce(Scope::union)
                .orElseThrow();
        assertThat(call.scope().isSame(asked))
                .as("%s, where %s is asked for", call, asked)
                .isTrue();
    }

    /** Whether a call was made for the request, by way of whatever topic. */
    boolean hasCalled(Origin origin) {
        return asked.contains(origin);
    }

    private void record(SimulatedInstance caller, Delivery delivery) {
        asked.add(delivery.origin());
        assertThat(broker.isSettled(delivery.partition(), delivery.offset()))
                .as("%s/%d is called though it is settled", delivery.partition(), delivery.offset())
                .isFalse();
        Place place = place(delivery);
        if (called.put(place, caller) != null) {
            assertThat(excused.remove(place))
                    .as("%s is called again without a reason", place)
                    .isTrue();
            repeats++;
        }
    }

    private void began(int number, Place place) {
        latest.put(place, number);
        endings.remove(place);
    }

    /** A late answer says nothing of a later call, though it be the same instance's that got the partition back. */
    private void ended(int number, Place place) {
        if (latest.getOrDefault(place, 0) == number) {
            endings.put(place, time.nanoTime());
        }
    }

    private static Place place(Delivery delivery) {
        return new Place(delivery.partition(), delivery.offset());
    }

    private static List<String> places(DeleteCall call) {
        return call.deliveries().stream()
                .map(delivery -> delivery.partition() + "/" + delivery.offset())
                .toList();
    }

    boolean hasAnsweredSince(Instant since) {
        return !lastAnswer.isBefore(since);
    }

    /** For a while every call fails systemically. */
    void fail(Duration outage) {
        time.note("the API is out for %s", outage);
        outUntil = time.nanoTime() + outage.toNanos();
    }

    private Outcome outcome() {
        if (time.nanoTime() < outUntil) {
            return new Outcome.Failed(new Fault(FaultKind.SYSTEMIC, "Outage", "simulated", null));
        }
        int dice = random.nextInt(100);
        if (dice < 70) {
            return new Outcome.Deleted("request-" + calls);
        }
        FaultKind kind = dice < 78
                ? FaultKind.TRANSIENT
                : dice < 84
                        ? FaultKind.THROTTLED
                        : dice < 90 ? FaultKind.ABSENT : dice < 96 ? FaultKind.PERMANENT : FaultKind.SYSTEMIC;
        return new Outcome.Failed(new Fault(kind, CODES.getOrDefault(kind, kind.name()), "simulated", null));
    }
}
