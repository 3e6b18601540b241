package io.mediadeleter.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The texts with which the system has started this process, before Java has read them in the charset of the locale. Linux has them.
 * Stateless.
 */
public final class ProcessBytes {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

    private ProcessBytes() {}

    /** The whole command line, the JVM and its options included; nothing where the system does not tell. */
    public static List<byte[]> commandLine() {
        return texts(COMMAND_LINE);
    }

    /** The value of a variable, if it is there and UTF-8. */
    public static Optional<String> variable(String name) {
        return variable(name, texts(ENVIRONMENT));
    }

    static Optional<String> variable(String name, List<byte[]> environment) {
        byte[] prefix = (name + "=").getBytes(UTF_8);
        return environment.stream()
                .filter(text ->
                        text.length >= prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length))
                .findFirst()
                .flatMap(text -> Utf8.text(Arrays.copyOfRange(text, prefix.length, text.length)));
    }

    private static List<byte[]> texts(Path file) {
        try {
            return texts(Files.readAllBytes(file));
        } catch (IOException elsewhere) {
            return List.of();
        }
    }

    /** Each ends with a zero byte. */
    static List<byte[]> texts(byte[] all) {
        List<byte[]> texts = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == 0) {
                texts.add(Arrays.copyOfRange(all, begin, at));
                begin = at + 1;
            }
        }
        return texts;
    }
}
