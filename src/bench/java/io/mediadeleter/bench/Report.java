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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tables, printed as Markdown while they grow, and kept as JSON in {@code target/bench}, with charts beside it. Confined to
 * one thread.
 */
final class Report {

    private static final Path DIRECTORY = Path.of("target", "bench");

    private final String name;
    private final PrintStream out;
    private final List<String> notes = new ArrayList<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private List<String> columns = List.of();

    Report(String name, PrintStream out) {
        this.name = name;
        this.out = out;
        note(name + ": " + Machine.describe());
    }

    /** Says what the figures that follow rest on. */
    void note(String text) {
        notes.add(text);
        out.printf("%n%s%n", text);
    }

    /** Begins a table. */
    void columns(String... names) {
        columns = List.of(names);
        if (Set.copyOf(columns).size() < columns.size()) {
            throw new IllegalArgumentException("a row keeps its cells by the columns' names: " + columns);
        }
        out.println();
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
            row.put(columns.get(i), cells[i] instanceof Spread spread ? spread.figures() : cells[i]);
        }
        rows.add(row);
        line(Arrays.stream(cells).map(Object::toString).toList());
    }

    /** Draws bars, if there are any, as {@code target/bench/NAME-SUFFIX.svg}. */
    void chart(String suffix, String title, String unit, Map<String, Spread> bars) {
        if (!bars.isEmpty()) {
            Chart.save(DIRECTORY.resolve(name + "-" + suffix + ".svg"), title, unit, bars);
        }
    }

    /** @throws IllegalStateException if nothing was measured, as when nothing has the name that was asked for */
    void requireRows() {
        if (rows.isEmpty()) {
            throw new IllegalStateException(name + " has measured nothing");
        }
    }

    /** Keeps notes and rows as {@code target/bench/NAME.json}. */
    void save() {
        try {
            Files.createDirectories(DIRECTORY);
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(DIRECTORY.resolve(name + ".json").toFile(), Map.of("notes", notes, "rows", rows));
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
}
