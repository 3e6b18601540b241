package io.mediadeleter.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One line of the product, and how it is broken.
 *
 * @param file below the root package
 * @param line as it is, which is there exactly once
 * @param broken what stands in its place
 */
record BrokenLine(String file, String line, String broken) {

    private static final Path SOURCES = Path.of("src", "main", "java", "io", "mediadeleter");

    Path path() {
        return SOURCES.resolve(file);
    }

    String source() {
        try {
            return Files.readString(path());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String brokenSource() {
        return source().replace(line, broken);
    }

    @Override
    public String toString() {
        return file + ": " + line + " -> " + (broken.isEmpty() ? "nothing" : broken);
    }
}
