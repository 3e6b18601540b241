package io.mediadeleter.rule;

import java.util.function.Function;
import java.util.function.Supplier;

/** How a call ended. */
public sealed interface Outcome {

    /** The API confirmed the deletion. */
    record Deleted(String requestId) implements Outcome {}

    /** A dry run: everything happened but the call. */
    record NotCalled() implements Outcome {}

    /** The call failed, or its answer cannot be trusted. */
    record Failed(Fault fault) implements Outcome {}

    /** Whether the call failed by a fault of this kind. */
    default boolean failedBy(FaultKind kind) {
        return this instanceof Failed failed && failed.fault().kind() == kind;
    }

    /** Whether the call was refused in a way that proves that nothing was deleted. */
    default boolean hasDeletedNothing() {
        return this instanceof Failed failed && !failed.fault().mayHaveDeleted();
    }

    default <T> T match(Function<Deleted, T> deleted, Supplier<T> notCalled, Function<Fault, T> failed) {
        if (this instanceof Deleted done) {
            return deleted.apply(done);
        }
        return this instanceof Failed ended ? failed.apply(ended.fault()) : notCalled.get();
    }
}
