package io.mediadeleter.simulator.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
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
    record Broken(WireFault wireFault, boolean applied) implements ScriptedFault {

        private static final String APPLIED = "+applied";

        @Override
        public String toString() {
            return wireFault.text() + (applied ? APPLIED : "");
        }
    }

    /**
     * The API answers a deletion with success and does not keep its word.
     *
     * @param delay after which the deletion happens all the same; empty means never
     */
    record Unkept(Optional<Duration> delay) implements ScriptedFault {

        private static final String NEVER = "ignored";
        private static final Pattern LATER = Pattern.compile("delayed-(\\d{1,9})(ms|s)");

        static Optional<Unkept> named(String text) {
            Matcher later = LATER.matcher(text);
            if (later.matches()) {
                long number = Long.parseLong(later.group(1));
                boolean isSeconds = later.group(2).equals("s");
                return Optional.of(
                        new Unkept(Optional.of(isSeconds ? Duration.ofSeconds(number) : Duration.ofMillis(number))));
            }
            return text.equals(NEVER) ? Optional.of(new Unkept(Optional.empty())) : Optional.empty();
        }

        @Override
        public String toString() {
            return delay.map(Unkept::later).orElse(NEVER);
        }

        private static String later(Duration delay) {
            boolean isSeconds = delay.toMillis() % 1_000 == 0;
            return "delayed-" + (isSeconds ? delay.toSeconds() + "s" : delay.toMillis() + "ms");
        }
    }

    /**
     * Reads {@code InternalError} (an error code begins with a capital), {@code timeout} (nothing is deleted),
     * {@code timeout+applied} (the deletion happens, and the caller does not learn of it), {@code ignored} (the caller is
     * told that it happened) or {@code delayed-30s} (it happens so much later).
     *
     * @throws IllegalArgumentException says what was expected
     */
    static ScriptedFault parse(String text) {
        boolean applied = text.endsWith(Broken.APPLIED);
        String name = applied ? text.substring(0, text.length() - Broken.APPLIED.length()) : text;
        Optional<WireFault> wireFault = WireFault.named(name);
        if (wireFault.isPresent()) {
            return new Broken(wireFault.get(), applied);
        }
        Optional<Unkept> unkept = Unkept.named(text);
        if (unkept.isPresent()) {
            return unkept.get();
        }
        if (text.isEmpty() || !Character.isUpperCase(text.charAt(0))) {
            String known =
                    Arrays.stream(WireFault.values()).map(WireFault::text).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("not a fault: \"" + text
                    + "\"; write an error code such as InternalError, or one of " + known + ", ignored, delayed-30s");
        }
        return new Refused(text, "Scripted by the simulator.");
    }
}
