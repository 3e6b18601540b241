package io.mediadeleter.offset;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Keeping the ledger of a partition with 100 open offsets, any of which may be the next to be settled, and writing and reading
 * what is committed of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LedgerCost {

    private static final int OPEN = 100;
    private static final int CHOICES = 1 << 16;

    private final PartitionLedger ledger = new PartitionLedger(1, new CommitPoint(0, ""));
    private final PartitionLedger still = new PartitionLedger(1, new CommitPoint(0, ""));
    private final long[] open = new long[OPEN];
    private final int[] choices = new SplittableRandom(1).ints(CHOICES, 0, OPEN).toArray();
    private CommitPoint committed = new CommitPoint(0, "");
    private long next;
    private int turn;

    /** Fills both ledgers, and moves them on until there are settled offsets above the watermark. */
    @Setup
    public void fill() {
        fill(still);
        for (int i = 0; i < CHOICES; i++) {
            step(still);
        }
        committed = still.commitPoint();
        require(committed.offset() > 0 && !committed.metadata().isEmpty(), "watermark " + committed);
        require(decode() == settledAbove(still), "what is read back is not what was written");
        fill(ledger);
    }

    /** One of the open offsets is settled, and the next one comes; both were accepted. */
    @Benchmark
    public boolean settleAndEnter() {
        return step(ledger);
    }

    /** The watermark, with what is settled above it. */
    @Benchmark
    public CommitPoint encode() {
        return still.commitPoint();
    }

    /** How many offsets above the watermark the next owner finds settled. */
    @Benchmark
    public long decode() {
        return SettledSet.decode(committed).count();
    }

    /** The ledger has followed: as many are open as ever, and the watermark is the lowest of them. */
    @TearDown
    public void watermarkIsTheLowestOpen() {
        long lowest = Long.MAX_VALUE;
        for (long offset : open) {
            lowest = Math.min(lowest, offset);
        }
        require(ledger.open() == OPEN, ledger.open() + " are open");
        require(ledger.commitPoint().offset() == lowest, ledger.commitPoint() + " but the lowest open is " + lowest);
    }

    private void fill(PartitionLedger ledger) {
        turn = 0;
        for (next = 0; next < OPEN; next++) {
            open[(int) next] = next;
            require(ledger.enter(next) == Intake.OPENED, "no room for " + next);
        }
    }

    private boolean step(PartitionLedger ledger) {
        int chosen = choices[turn++ & (CHOICES - 1)];
        boolean settled = ledger.settle(open[chosen]);
        open[chosen] = next;
        return ledger.enter(next++) == Intake.OPENED && settled;
    }

    private long settledAbove(PartitionLedger ledger) {
        return next - ledger.commitPoint().offset() - OPEN;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
