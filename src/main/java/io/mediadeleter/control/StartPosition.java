package io.mediadeleter.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Where a group begins to read a partition that it has no offset for. */
public sealed interface StartPosition {

    /** At the first record that is there. */
    record Earliest() implements StartPosition {
        @Override
        public String toString() {
            return "earliest";
        }
    }

    /** Behind what was there when it was decided: nothing of that is ever called. It says nothing of partitions without an end. */
    record Latest() implements StartPosition {
        @Override
        public String toString() {
            return "latest";
        }
    }

    /** At the first record with this timestamp or a later one: what was written before is never called. */
    record From(Instant time) implements StartPosition {
        @Override
        public String toString() {
            return time.toString();
        }
    }

    /** Reads what {@code toString} writes; empty when the text is anything else. */
    static Optional<StartPosition> parse(String text) {
        if (text.equals("earliest")) {
            return Optional.of(new Earliest());
        }
        if (text.equals("latest")) {
            return Optional.of(new Latest());
        }
        try {
            return Optional.of(new From(Instant.parse(text)));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
