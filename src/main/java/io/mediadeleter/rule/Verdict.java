package io.mediadeleter.rule;

import java.util.function.Function;
import java.util.function.Supplier;

/** What is to be done with a delivery whose call has ended. */
public sealed interface Verdict {

    /** It is over for this delivery: write the settlement. */
    record Settle(Settlement settlement) implements Verdict {}

    /** Nothing counts: call again when calls may be made, before those that came later. */
    record CallAgain() implements Verdict {}

    default <T> T match(Function<Settlement, T> settle, Supplier<T> callAgain) {
        return this instanceof Settle over ? settle.apply(over.settlement()) : callAgain.get();
    }
}
