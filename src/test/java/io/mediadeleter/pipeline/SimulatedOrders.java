package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.event.DeleteRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The people and publishers who pause, resume, and put holds on; and what they were promised: from a lease after their record was
 * acknowledged until they lift it, no call starts that it names. The margin on top of the lease is for clocks that do not run
 * alike, which there are none of in a story.
 *
 * <p>A process that is suspended between its question and its call makes that one call: in a story both are one moment, and
 * the suspension is part of the call, which takes the longer.
 */
final class SimulatedOrders {

    /** A record that was acknowledged. */
    private static final class Order {

        private final Selector selector;
        private final Instant certain;
        private final @Nullable Instant ends;
        private boolean lifted;

        Order(Selector selector, Instant at, @Nullable Duration lasts) {
            this.selector = selector;
            this.certain = at.plus(ControlReader.LEASE);
            this.ends = lasts == null ? null : at.plus(lasts);
        }

        boolean isInForce(Instant now) {
            return !lifted && !now.isBefore(certain) && (ends == null || now.isBefore(ends));
        }

        boolean names(DeleteRequest request) {
            Long subApp = request.media().subAppId();
            boolean mayBeIn = subApp == null || selector.subAppId() == null || subApp.equals(selector.subAppId());
            return switch (selector.kind()) {
                case ALL -> true;
                case MEDIA -> selector.name().equals(request.media().fileId()) && mayBeIn;
                case SUB_APP -> subApp == null || selector.name().equals(subApp.toString());
                case EVENT -> selector.name().equals(request.eventId());
                case CORRELATION -> selector.name().equals(request.correlationId());
                case REQUESTED_BY -> selector.name().equals(request.requestedBy());
            };
        }

        @Override
        public String toString() {
            return selector + ", certain since " + certain;
        }
    }

    private final Random random;
    private final VirtualTime time;
    private final SimulatedControlTopic topic;
    private final Chronicle chronicle;
    private final List<Order> orders = new ArrayList<>();

    SimulatedOrders(SimulatedWorld world) {
        this.random = world.random();
        this.time = world.time();
        this.topic = world.controlTopic();
        this.chronicle = world.chronicle();
    }

    /** Everything is to stop; some pauses end by themselves. */
    void pause() {
        chronicle.happened(Happening.PAUSED);
        put(Selector.pause("p" + orders.size()));
    }

    /** What names this request is held: by one of the things that a hold can go by. */
    void hold(DeleteRequest request) {
        Long subApp = request.media().subAppId();
        String media = "media:" + (subApp == null || random.nextBoolean() ? "" : subApp + "/");
        String text = switch (random.nextInt(12)) {
            case 0 -> "requested-by:" + request.requestedBy();
            case 1, 2, 3 -> "correlation:" + request.correlationId();
            case 4, 5, 6 -> "event:" + request.eventId();
            case 7 -> "sub-app:" + (subApp == null ? 9 : subApp);
            default -> media + request.media().fileId();
        };
        put(Selector.parse(text).orElseThrow());
    }

    private void put(Selector selector) {
        if (standing().stream().noneMatch(order -> order.selector.equals(selector))) {
            Duration lasts = random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(20_000)) : null;
            topic.append(new Put(selector, "r", null, null, lasts));
            orders.add(new Order(selector, time.now(), lasts));
        }
    }

    /** All pauses are lifted. */
    void resume() {
        standing().stream().filter(order -> order.selector.isPause()).forEach(this::lift);
    }

    /** Some hold is lifted. */
    void lift() {
        List<Order> standing = standing();
        if (!standing.isEmpty()) {
            lift(standing.get(random.nextInt(standing.size())));
        }
    }

    private void lift(Order order) {
        order.lifted = true;
        topic.append(new Lifted(order.selector));
    }

    boolean isPaused() {
        return standing().stream().anyMatch(order -> order.selector.isPause());
    }

    private List<Order> standing() {
        return orders.stream().filter(order -> !order.lifted).toList();
    }

    /** A call for this request starts. */
    void assertMayStart(SimulatedInstance caller, DeleteRequest request) {
        Instant now = time.now();
        Optional<Order> broken = orders.stream()
                .filter(order -> order.isInForce(now) && order.names(request))
                .findFirst();
        assertThat(broken)
                .as("what forbids the call of %s by %s", request, caller)
                .isEmpty();
    }

    /** The request was given up because of the hold with this key. */
    void assertWasHeld(DeleteRequest request, @Nullable String key) {
        assertThat(orders)
                .as("the hold %s, which %s was given up for", key, request)
                .anyMatch(order ->
                        order.selector.toString().equals(key) && !order.selector.isPause() && order.names(request));
    }
}
