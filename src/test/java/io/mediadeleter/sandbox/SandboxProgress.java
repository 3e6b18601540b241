package io.mediadeleter.sandbox;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Says what happens while it happens. On a terminal the count is one line that changes; elsewhere it is a line now and
 * then. Confined to one thread.
 */
final class SandboxProgress {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final String REWRITE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final long started = System.nanoTime();
    private long lastLine = started;
    private int lastCount = -1;

    SandboxProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Something that stays to be read. */
    void note(String text) {
        clear();
        out.println(stamp() + text);
        out.flush();
        lastCount = -1;
        lastLine = System.nanoTime();
    }

    /** How far it is. */
    void count(int settled, int all) {
        if (settled == lastCount) {
            return;
        }
        long now = System.nanoTime();
        if (terminal) {
            out.print(REWRITE_LINE + stamp() + settled + " of " + all + " settled");
        } else if (now - lastLine >= BETWEEN_LINES.toNanos()) {
            out.println(stamp() + settled + " of " + all + " settled");
            lastLine = now;
        } else {
            return;
        }
        out.flush();
        lastCount = settled;
    }

    /** Leaves the line free for what is no progress. */
    void clear() {
        if (terminal && lastCount >= 0) {
            out.print(REWRITE_LINE);
            out.flush();
            lastCount = -1;
        }
    }

    private String stamp() {
        return "%6.1f s  ".formatted((System.nanoTime() - started) / 1e9);
    }
}
