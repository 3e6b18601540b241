package io.mediadeleter.bench.peer;

import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;

/** A media was not deleted. */
final class DeletionFailed extends RuntimeException {

    private final FaultKind kind;

    DeletionFailed(Fault fault) {
        super(fault.code() + ": " + fault.message());
        kind = fault.kind();
    }

    /** No further attempt can succeed. */
    boolean isFinal() {
        return kind == FaultKind.PERMANENT || kind == FaultKind.MALFORMED;
    }
}
