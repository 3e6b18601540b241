package io.mediadeleter.pipeline;

import io.mediadeleter.Documents;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of the product, or some lines of one class, and how they are broken.
 *
 * @param type the full name of the class that they are in
 */
record BrokenLine(String type, List<Change> changes) {

    /**
     * One line.
     *
     * @param line as it is, which is there exactly once
     * @param broken what stands in its place
     */
    record Change(String line, String broken) {}

    private static final Path SOURCES = Path.of("src", "main", "java");

    BrokenLine(String type, String line, String broken) {
        this(type, List.of(new Change(line, broken)));
    }

    /** Another line of the same class is broken, too. */
    BrokenLine and(String line, String broken) {
        return new BrokenLine(
                type,
                Stream.concat(changes.stream(), Stream.of(new Change(line, broken)))
                        .toList());
    }

    Path path() {
        return SOURCES.resolve(type.replace('.', '/') + ".java");
    }

    String source() {
        return Documents.text(path());
    }

    String brokenSource() {
        String source = source();
        for (Change change : changes) {
            source = source.replace(change.line(), change.broken());
        }
        return source;
    }

    @Override
    public String toString() {
        Change first = changes.get(0);
        return type + ": " + first.line() + " -> " + (first.broken().isEmpty() ? "nothing" : first.broken());
    }
}
