package io.mediadeleter.event;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How much of a media is to be deleted. The API takes an empty list of parts for "everything"; here the two are
 * different types, so that a list that lost its items can never become a whole deletion.
 */
public sealed interface Scope {

    /** The media with all that belongs to it. */
    record Whole() implements Scope {}

    /** These parts only; never empty. */
    record Parts(List<Part> parts) implements Scope {
        public Parts {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("no parts: a partial deletion names at least one");
            }
        }
    }

    /** What covers both: the whole if either is the whole, else all parts of both. */
    default Scope union(Scope other) {
        return match(
                () -> this,
                mine -> other.match(
                        () -> other,
                        theirs -> new Parts(Stream.concat(mine.stream(), theirs.stream())
                                .distinct()
                                .toList())));
    }

    /** Whether both cover the same, in whatever order. */
    default boolean isSame(Scope other) {
        return match(
                () -> other.match(() -> true, theirs -> false),
                mine -> other.match(() -> false, theirs -> Set.copyOf(mine).equals(Set.copyOf(theirs))));
    }

    default <T> T match(Supplier<T> whole, Function<List<Part>, T> parts) {
        return this instanceof Parts named ? parts.apply(named.parts()) : whole.get();
    }
}
