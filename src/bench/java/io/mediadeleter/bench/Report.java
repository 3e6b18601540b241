package io.mediadeleter.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table, printed as Markdown while it grows, and kept as JSON in {@code target/bench}. Used by one thread. */
final class Report {

    private final String name;
    private final PrintStream out;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private List<String> columns = List.of();

    Report(String name, PrintStream out) {
        this.name = name;
        this.out = out;
    }

    /** Begins a table. */
    void columns(String... names) {
        columns = List.of(names);
        out.printf(
                "%n%s: %d processors, Java %s%n%n", name, Runtime.getRuntime().availableProcessors(), version());
        line(columns);
        line(columns.stream().map(column -> "---:").toList());
    }

    /** One row; as many cells as there are columns. */
    void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(columns + " and " + Arrays.toString(cells));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            row.put(columns.get(i), cells[i]);
        }
        rows.add(row);
        line(Arrays.stream(cells).map(Object::toString).toList());
    }

    /** Keeps the rows as {@code target/bench/NAME.json}. */
    void save() {
        Path file = Path.of("target", "bench", name + ".json");
        try {
            Files.createDirectories(file.getParent());
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), rows);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** With this many digits after the point. */
    static double round(double number, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(number * scale) / scale;
    }

    private void line(List<String> cells) {
        out.println(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
        out.flush();
    }

    private static String version() {
        return Runtime.version().toString();
    }
}
