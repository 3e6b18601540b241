package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.fixture.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a JVM with the serial collector has allocated: what each collection found above what the one before had left,
 * by the collector's own log, and what has come since. Exact to a megabyte for each collection.
 */
final class Allocation {

    private static final Pattern COLLECTION = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(");
    private static final Pattern USED = Pattern.compile("(?:def new generation|tenured generation) .* used (\\d+)K");

    private final Path log;

    /** By the log that {@link #option} asks for. */
    Allocation(String name) {
        log = Path.of("target", "bench", "gc", name + ".log");
        try {
            Files.createDirectories(log.getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The JVM's option to keep the log. */
    String option() {
        return "-Xlog:gc:file=" + log;
    }

    /** Megabytes since the JVM's start. */
    double megabytes(ChildProcess process) {
        double total = 0;
        double left = 0;
        for (String line : lines()) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                total += Double.parseDouble(collection.group(1)) - left;
                left = Double.parseDouble(collection.group(2));
            }
        }
        return total + used(process) - left;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static double used(ChildProcess process) {
        return USED.matcher(jcmd(process, "GC.heap_info"))
                .results()
                .mapToDouble(generation -> Double.parseDouble(generation.group(1)) / 1_024)
                .sum();
    }

    /** What the JVM answers to a diagnostic command. */
    static String jcmd(ChildProcess process, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
