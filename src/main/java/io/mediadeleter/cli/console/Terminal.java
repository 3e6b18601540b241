package io.mediadeleter.cli.console;

import java.io.Console;
import java.util.Locale;
import java.util.Set;

/** The terminal that a person may sit at. */
public interface Terminal {

    /** Whether there is one, for input and output. */
    boolean isThere();

    /** Asks a question; only {@code y} and {@code yes} agree. */
    boolean agrees(String question);

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
        };
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
