package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.ProcessBytes;
import io.mediadeleter.config.HostName;
import io.mediadeleter.control.Hold;
import io.mediadeleter.text.LostCharacters;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Who runs this process, for those who read it later. Stateless. */
public final class Author {

    private static final int LONGEST = 200;

    private Author() {}

    /** The operating system's user and host, as in {@code ops@bastion-1}. */
    public static String ofThisProcess() {
        String variable = ProcessBytes.variable("USER").orElseGet(() -> System.getenv("USER"));
        return name(System.getProperty("user.name"), variable, host());
    }

    /** A user without an entry in the system's list, as in an image, is a question mark to Java; so is what it cannot read of a name. */
    static String name(@Nullable String known, @Nullable String variable, String host) {
        String user = Stream.of(Optional.ofNullable(known), Optional.ofNullable(variable))
                .flatMap(Optional::stream)
                .filter(name -> !name.isBlank() && !name.contains("?") && !LostCharacters.areIn(name))
                .findFirst()
                .orElse("unknown");
        String whole = user + "@" + host;
        return whole.substring(0, Math.min(LONGEST, whole.length()));
    }

    /**
     * Refuses an author that names nobody, or is too long.
     *
     * @param by what {@code --by} says; null where it was not given
     * @throws ParameterException naming the option
     */
    public static void check(@Nullable String by, CommandLine command) {
        if (by != null && isBlank(by)) {
            throw new ParameterException(command, "--by is empty: name who wants it, or leave it out");
        }
        checkLength("--by", by == null ? "" : by, command);
    }

    /** As those who read it will judge. */
    static boolean isBlank(String text) {
        return !Hold.isVisible(text);
    }

    static void checkLength(String option, String text, CommandLine command) {
        if (text.length() > Hold.LONGEST_REASON) {
            throw new ParameterException(
                    command,
                    option + " has " + text.length() + " characters; give " + Hold.LONGEST_REASON + " at most");
        }
    }

    private static String host() {
        String name = HostName.of(System.getenv());
        return name.isEmpty() ? "unknown-host" : name;
    }
}
