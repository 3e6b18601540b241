package io.mediadeleter.cli.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard input, for commands that read a file. Stateless.
 *
 * <p>Of a process that is started without one ({@code <&-}), as by some schedulers, the first file that Java opens takes its place: its
 * own classes, which would be read for what was given, and Java crashes once they are closed.
 */
public final class StandardInput {

    /** Linux tells what it is. */
    private static final Path WHAT_IT_IS = Path.of("/proc/self/fd/0");

    private StandardInput() {}

    /**
     * From where it stands; to close it changes nothing.
     *
     * @throws IOException when there is none
     */
    public static InputStream open() throws IOException {
        return open(WHAT_IT_IS, Path.of(System.getProperty("java.home")));
    }

    static InputStream open(Path link, Path java) throws IOException {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(java.toRealPath())) {
            throw new IOException("it is closed");
        }
        return new FilterInputStream(System.in) {
            @Override
            public void close() {}
        };
    }
}
