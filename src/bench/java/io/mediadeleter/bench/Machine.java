package io.mediadeleter.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/** What a figure depends on besides the code, as Linux and the JVM tell it. */
final class Machine {

    private static final Pattern MODEL = Pattern.compile("model name\\s*: (.*)");
    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");

    private Machine() {}

    /** Processors, memory and versions, in one line. */
    static String describe() {
        return "%d x %s, %d GB, %s %s, Java %s, Kafka client %s, %d repetitions"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        find(MODEL, Path.of("/proc/cpuinfo")),
                        Math.round(Long.parseLong(find(MEMORY, Path.of("/proc/meminfo"))) / 1e6),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        AppInfoParser.getVersion(),
                        Rounds.REPETITIONS);
    }

    /** How many threads were running or ready to run in the last minute, on average. */
    static double load() {
        return Report.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), 1);
    }

    private static String find(Pattern pattern, Path file) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(file));
            return matcher.find() ? matcher.group(1) : "0";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
