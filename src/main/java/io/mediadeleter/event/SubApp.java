package io.mediadeleter.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sub-application that a request is for, once that is settled: its own, or the default of the day for one that names none.
 *
 * @param id null for the account's own
 */
public record SubApp(@Nullable Long id) {

    private static final String OWN = "own";
    private static final String ID = "[1-9][0-9]{0,17}";

    /** Reads what {@link #toString} writes; empty for anything else. */
    public static Optional<SubApp> parse(String text) {
        if (text.equals(OWN)) {
            return Optional.of(new SubApp(null));
        }
        return text.matches(ID) ? Optional.of(new SubApp(Long.valueOf(text))) : Optional.empty();
    }

    /** The id, or {@code own}. */
    @Override
    public String toString() {
        return id == null ? OWN : id.toString();
    }
}
