package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM takes of its machine, as Linux and the JVM itself tell it.
 *
 * @param liveHeapBytes what is left after a full collection, which the look itself brings about
 * @param residentBytes physical memory
 * @param cpuSeconds used since the start, by user and system
 */
record Footprint(long liveHeapBytes, long residentBytes, int threads, long sockets, double cpuSeconds) {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
    private static final Pattern LIVE = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final double TICKS_PER_SECOND = 100;

    static Footprint of(ChildProcess process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            long live = Long.parseLong(find(LIVE, Allocation.jcmd(process, "GC.class_histogram")));
            String status = Files.readString(proc.resolve("status"));
            return new Footprint(
                    live,
                    1024 * Long.parseLong(find(RESIDENT, status)),
                    Integer.parseInt(find(THREADS, status)),
                    sockets(proc.resolve("fd")),
                    cpuSeconds(process.pid()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The processor time that a process has used, without disturbing it. */
    static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static double megabytes(long bytes) {
        return Report.round(bytes / 1e6, 1);
    }

    private static long sockets(Path descriptors) throws IOException {
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.filter(Footprint::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
