package io.mediadeleter.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One line of the product, and how it is broken.
 *
 * @param type the full name of the class that it is in
 * @param line as it is, which is there exactly once
 * @param broken what stands in its place
 */
record BrokenLine(String type, String line, String broken) {

    private static final Path SOURCES = Path.of("src", "main", "java");

    Path path() {
        return SOURCES.resolve(type.replace('.', '/') + ".java");
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
        return type + ": " + line + " -> " + (broken.isEmpty() ? "nothing" : broken);
    }
}
