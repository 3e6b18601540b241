package io.mediadeleter.event;

import java.util.function.Function;

/** What a delivery's bytes turned out to be. */
public sealed interface Content {

    /** A request that may be acted on. */
    record Valid(DeleteRequest request) implements Content {}

    /**
     * Bytes that are no valid request.
     *
     * @param code what is wrong, for counting: a short name without spaces
     * @param reason where it is wrong, what was expected and what to do
     */
    record Malformed(String code, String reason) implements Content {}

    default <T> T match(Function<DeleteRequest, T> valid, Function<Malformed, T> malformed) {
        return this instanceof Valid ok ? valid.apply(ok.request()) : malformed.apply((Malformed) this);
    }
}
