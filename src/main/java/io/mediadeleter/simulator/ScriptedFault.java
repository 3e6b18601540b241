package io.mediadeleter.simulator;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What goes wrong with a call on purpose. */
public sealed interface ScriptedFault {

    /** The API refuses with this code; nothing is deleted. */
    record Refused(String code, String message) implements ScriptedFault {

        private static final Pattern CODE = Pattern.compile("[A-Z][A-Za-z]*(\\.[A-Z][A-Za-z]*)*");

        public Refused {
            if (!CODE.matcher(code).matches()) {
                throw new IllegalArgumentException("not an error code of the API, such as InternalError or "
                        + "FailedOperation.NetWorkError: \"" + code + "\"");
            }
        }

        @Override
        public String toString() {
            return code;
        }
    }

    /**
     * The answer breaks on its way.
     *
     * @param applied whether the deletion happens all the same
     */
    record Broken(Breakage breakage, boolean applied) implements ScriptedFault {

        private static final String APPLIED = "+applied";

        @Override
        public String toString() {
            return breakage.text() + (applied ? APPLIED : "");
        }
    }

    default <T> T match(Function<Refused, T> refused, Function<Broken, T> broken) {
        return this instanceof Refused code ? refused.apply(code) : broken.apply((Broken) this);
    }

    /**
     * Reads {@code InternalError} (an error code begins with a capital), {@code timeout} (nothing is deleted) or
     * {@code timeout+applied} (the deletion happens, and the caller does not learn of it).
     *
     * @throws IllegalArgumentException says what was expected
     */
    static ScriptedFault parse(String text) {
        boolean applied = text.endsWith(Broken.APPLIED);
        String name = applied ? text.substring(0, text.length() - Broken.APPLIED.length()) : text;
        Optional<Breakage> breakage = Breakage.named(name);
        if (breakage.isPresent()) {
            return new Broken(breakage.get(), applied);
        }
        if (text.isEmpty() || !Character.isUpperCase(text.charAt(0))) {
            String known = Arrays.stream(Breakage.values()).map(Breakage::text).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "not a fault: \"" + text + "\"; write an error code such as InternalError, or one of " + known);
        }
        return new Refused(text, "Scripted by the simulator.");
    }
}
