package io.mediadeleter.bench;

import io.mediadeleter.control.holds.HoldsCost;
import io.mediadeleter.kafka.codec.DecodingCost;
import io.mediadeleter.kafka.outbox.SettlingCost;
import io.mediadeleter.offset.LedgerCost;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What the service itself does for each request, piece by piece, without a broker and an API: time and allocated bytes, by
 * JMH. The JVM has its own options, not those for a small container.
 */
final class HotBench implements Benchmark {

    private static final List<Class<?>> PIECES =
            List.of(DecodingCost.class, HoldsCost.class, LedgerCost.class, SettlingCost.class);
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final TimeValue SECOND = TimeValue.seconds(1);

    @Override
    public void run(Lab lab, Report report) {
        report.columns("piece", "ns per operation", "± (99.9 %)", "bytes allocated");
        for (RunResult piece : measure()) {
            Result<?> time = piece.getPrimaryResult();
            Result<?> allocated =
                    Objects.requireNonNull(piece.getSecondaryResults().get(ALLOCATED));
            report.row(
                    name(piece.getParams().getBenchmark()),
                    Report.round(time.getScore(), 0),
                    Report.round(time.getScoreError(), 0),
                    Report.round(allocated.getScore(), 0));
        }
    }

    private static Collection<RunResult> measure() {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .warmupIterations(10)
                .warmupTime(SECOND)
                .measurementIterations(10)
                .measurementTime(SECOND)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        PIECES.forEach(piece -> options.include(piece.getName().replace(".", "\\.")));
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Class and method, such as {@code decoding: plain json}. */
    private static String name(String method) {
        String[] path = method.split("\\.", -1);
        String piece = path[path.length - 2].replace("Cost", "");
        return words(piece) + ": " + words(path[path.length - 1]);
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
