package io.mediadeleter.cli.console;

import io.mediadeleter.text.Figures;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Time;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for transactions that are open, since what lies behind them cannot be read: a moment each time it is asked, until its time is
 * up or somebody stops it. Says so once if it takes long. Confined to one thread.
 */
public final class TransactionWait implements BooleanSupplier {

    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration SILENT = Duration.ofSeconds(2);

    private final Duration most;
    private final CancellationToken stop;
    private final Time time;
    private final PrintWriter err;
    private long waited;
    private boolean isTold;

    /** @param err where it says so */
    public TransactionWait(Duration most, CancellationToken stop, Time time, PrintWriter err) {
        this.most = most;
        this.stop = stop;
        this.time = time;
        this.err = err;
    }

    /** True after a moment; false when it has been asked for long enough. */
    @Override
    public boolean getAsBoolean() {
        if (stop.isAsked() || waited >= most.toNanos()) {
            return false;
        }
        if (!isTold && waited >= SILENT.toNanos()) {
            isTold = true;
            err.println("Waiting up to " + Figures.about(most)
                    + " for a transaction to end: what lies behind it cannot be read.");
        }
        long before = time.nanoTime();
        stop.await(time, MOMENT.toNanos());
        waited += Math.max(1, time.nanoTime() - before);
        return true;
    }
}
