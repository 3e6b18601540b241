package io.mediadeleter.cli.console;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The terminal that a person may sit at. */
public interface Terminal {

    /** Whether there is one, for input and output. */
    boolean isThere();

    /** Asks a question; only {@code y} and {@code yes} agree. */
    boolean agrees(String question);

    /** How much it shows; empty where nobody tells. */
    default Optional<Size> size() {
        return Optional.empty();
    }

    /** In characters and lines. */
    record Size(int columns, int rows) {

        /** As {@code stty size} prints it; empty when it prints something else, or there is no room at all. */
        public static Optional<Size> parse(String text) {
            Matcher told = STTY.matcher(text.strip());
            return told.matches()
                    ? Optional.of(new Size(Integer.parseInt(told.group(2)), Integer.parseInt(told.group(1))))
                    : Optional.empty();
        }

        /** The text, cut to what it shows; a terminal would wrap long lines and scroll away the first ones. */
        public String fit(String text) {
            List<String> lines = text.lines().toList();
            return lines.stream()
                    .limit(rows - 1L)
                    .map(line -> line.length() <= columns ? line : line.substring(0, columns - 1) + "…")
                    .collect(Collectors.joining("\n", "", "\n"));
        }

        private static final Pattern STTY = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})");
    }

    /** The process's own. */
    @SuppressWarnings("SystemConsoleNull") // null in older ones; newer ones have isTerminal
    static Terminal system() {
        Console console = System.console();
        boolean isThere = console != null && isTerminal(console);
        return new Terminal() {
            @Override
            public boolean isThere() {
                return isThere;
            }

            @Override
            public boolean agrees(String question) {
                String answer = isThere && console != null ? console.readLine("%s [y/N] ", question) : null;
                return answer != null
                        && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
            }

            @Override
            public Optional<Size> size() {
                return isThere ? asked() : Optional.empty();
            }
        };
    }

    /** Java does not tell. */
    private static Optional<Size> asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(Redirect.DISCARD)
                    .start();
            String told = new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII);
            return stty.waitFor() == 0 ? Size.parse(told) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Java 17 has a console only on a terminal; Java 22 and later may always have one, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException older) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }
}
