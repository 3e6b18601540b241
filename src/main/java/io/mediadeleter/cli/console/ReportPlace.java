package io.mediadeleter.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where a report goes by the name that it was given. Immutable.
 *
 * @param file to be replaced, or to be written to as it is
 * @param isStream whether it is written to as it is: a pipe, a device, or whatever this process has open, as {@code /dev/stdout} and a
 *     shell's {@code >(...)} are
 * @param isOutput whether that is this process's own standard output
 */
record ReportPlace(Path file, boolean isStream, boolean isOutput) {

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final String OUTPUT = "1";

    /**
     * Follows links to the file itself, which may be one that does not exist yet. One of a file that is open leads nowhere: what
     * stands in it may be no name, as {@code pipe:[123]}, and a file that was put in the place of the open one would not be read.
     */
    static ReportPlace of(Path name) throws IOException {
        Path at = name;
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (isOpenFile(at)) {
                return new ReportPlace(name, true, at.endsWith(OUTPUT));
            }
            if (links == MOST_LINKS) {
                throw new FileSystemException(name.toString(), null, "too many links, one to the next");
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return new ReportPlace(at, Files.exists(at) && !Files.isRegularFile(at), false);
    }

    private static boolean isOpenFile(Path link) throws IOException {
        Path directory = link.toAbsolutePath().getParent();
        return Files.exists(OPEN_FILES) && Files.exists(directory) && Files.isSameFile(directory, OPEN_FILES);
    }

    /**
     * Opens the stream. What is printed besides goes to standard output, too: opened a second time, a file behind it would get one over
     * the other.
     */
    OutputStream open() throws IOException {
        return isOutput
                ? new FileOutputStream(FileDescriptor.out) {
                    /** Others print on. */
                    @Override
                    public void close() {}
                }
                : Files.newOutputStream(file, StandardOpenOption.APPEND);
    }
}
