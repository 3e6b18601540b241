package io.mediadeleter.control.holds;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope.Whole;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is asked before each call, with no hold and with many: whether any names the request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HoldsCost {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @Param({"0", "100000"})
    private int holds;

    /** Without one, holds on the media in any sub-application are looked for. */
    @Param({"true", "false"})
    private boolean namesSubApp;

    private final HoldTable table = new HoldTable();
    private @Nullable DeleteRequest request;

    /** Puts holds on other media, with one reason, as a file of them has. */
    @Setup
    public void fill() {
        request = new DeleteRequest(
                "5f0c1d0e-8a3b-4a52-9a7e-2f6f4f1f2b11",
                new MediaId(namesSubApp ? 1_500_000_001L : null, "7447398156998994860"),
                new Whole(),
                "order-4711",
                "retention-service");
        for (int i = 0; i < holds; i++) {
            Selector media =
                    Selector.parse("media:" + (5_285_000_000_000_000_000L + i)).orElseThrow();
            table.put(new Hold(media, "legal case 12", "legal@example.com", NOW, null));
        }
    }

    /** No hold names it, so all kinds are looked for. */
    @Benchmark
    public Optional<Hold> naming() {
        return table.naming(Objects.requireNonNull(request), NOW);
    }
}
