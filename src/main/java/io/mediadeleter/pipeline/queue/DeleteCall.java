package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One call to make, for one delivery or for several that share it.
 *
 * @param scope covers what each of the deliveries asks for
 * @param deliveries all about this media; at least one
 * @param turn its place in line; as many numbers are its own as it has deliveries
 */
public record DeleteCall(MediaId media, Scope scope, List<Delivery> deliveries, long turn) {

    public DeleteCall {
        deliveries = List.copyOf(deliveries);
    }

    /** The call that does what all these deliveries ask for: everything if one wants everything, else all their parts. */
    static DeleteCall sharedBy(List<Delivery> deliveries, long turn) {
        Scope scope = deliveries.stream()
                .map(delivery -> delivery.request().scope())
                .reduce(Scope::union)
                .orElseThrow();
        return new DeleteCall(deliveries.get(0).request().media(), scope, deliveries, turn);
    }

    /** The call that does what this delivery asks for; it stands in no line. */
    public static DeleteCall alone(Delivery delivery) {
        return sharedBy(List.of(delivery), 0);
    }

    /** The call shrunk to the deliveries that still count, of which each is asked once; empty when none does. */
    public Optional<DeleteCall> onlyFor(Predicate<Delivery> counts) {
        List<Delivery> left = deliveries.stream().filter(counts).toList();
        if (left.size() == deliveries.size()) {
            return Optional.of(this);
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(sharedBy(left, turn));
    }

    /** A call for each delivery, in their order and in this call's place. */
    public List<DeleteCall> oneByOne() {
        return IntStream.range(0, deliveries.size())
                .mapToObj(i -> sharedBy(List.of(deliveries.get(i)), turn + i))
                .toList();
    }

    /** The call is shared by several requests. */
    public boolean isCoalesced() {
        return deliveries.size() > 1;
    }
}
