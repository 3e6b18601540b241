package io.mediadeleter.logging;

import io.mediadeleter.ops.LogFlow;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Takes lines without ever waiting and writes them from a thread of its own. A reader that has stopped, a full disk or a
 * closed pipe holds up that thread alone: lines wait in memory, up to so many bytes, and those that come then are dropped and
 * counted. What could not be written is tried again; once lines are taken again, a line says how many were dropped.
 *
 * <p>Thread-safe.
 */
public final class LogPipe {

    private static final int MAX_BYTES = 4 << 20;

    /** So long a line may take before people are told that the log stands still. */
    private static final Duration STALL = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofMillis(500);

    /** What is held of a line beside its bytes. */
    private static final int OVERHEAD = 64;

    private final WritableByteChannel out;
    private final int maxBytes;
    private final Time time;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private int bytes;
    private long dropped;
    private long untold;
    private Instant lostSince = Instant.EPOCH;
    private boolean isWriting;
    private @Nullable Instant writingSince;
    private @Nullable String because;

    LogPipe(WritableByteChannel out, int maxBytes, Time time) {
        this.out = out;
        this.maxBytes = maxBytes;
        this.time = time;
        Daemon.start("log-writer", this::write);
    }

    /** The process's standard output. */
    public static LogPipe standardOutput() {
        return StandardOutput.PIPE;
    }

    /** Begins with the first line. */
    private static final class StandardOutput {
        @SuppressWarnings("resource") // is the process's own
        private static final LogPipe PIPE =
                new LogPipe(new FileOutputStream(FileDescriptor.out).getChannel(), MAX_BYTES, Time.system());
    }

    /** Takes a line, with its end, or drops and counts it; returns at once. */
    synchronized void offer(byte[] line) {
        if (bytes + line.length + OVERHEAD > maxBytes) {
            lost();
            return;
        }
        bytes += line.length + OVERHEAD;
        lines.add(line);
        notifyAll();
    }

    /** Counts a line that never became one. */
    synchronized void lost() {
        dropped++;
        if (untold++ == 0) {
            lostSince = time.now();
        }
    }

    /** How it goes now. */
    public synchronized LogFlow flow() {
        Instant since = writingSince;
        boolean isStalled =
                since != null && (because != null || since.plus(STALL).isBefore(time.now()));
        int waiting = lines.size() + (isWriting ? 1 : 0);
        return new LogFlow(waiting, dropped, isStalled ? since : null, because);
    }

    /** Waits until all lines are written, but no longer than so; how many are not. */
    public synchronized int flush(Duration limit) throws InterruptedException {
        long end = time.nanoTime() + limit.toNanos();
        while (isWriting || !lines.isEmpty()) {
            long millis = Duration.ofNanos(end - time.nanoTime()).toMillis();
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        return flow().waiting();
    }

    private void write() {
        try {
            while (true) {
                ByteBuffer line = ByteBuffer.wrap(next());
                while (!written(line)) {
                    time.sleep(RETRY);
                }
                done(line.capacity());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        while (lines.isEmpty()) {
            wait();
        }
        isWriting = true;
        writingSince = time.now();
        return lines.remove();
    }

    /** What a failed write has left is written by the next: a channel says how far it came. */
    private boolean written(ByteBuffer line) {
        try {
            while (line.hasRemaining()) {
                out.write(line);
            }
            return true;
        } catch (IOException failed) {
            failed(String.valueOf(failed.getMessage()));
            return false;
        }
    }

    private synchronized void failed(String reason) {
        because = reason;
    }

    /** A loss is told when there is room for more than that. */
    private void done(int length) {
        long toTell;
        Instant since;
        synchronized (this) {
            isWriting = false;
            bytes -= length + OVERHEAD;
            writingSince = null;
            because = null;
            since = lostSince;
            toTell = bytes > maxBytes / 2 ? 0 : untold;
            untold -= toTell;
            notifyAll();
        }
        if (toTell > 0) {
            LoggerFactory.getLogger(LogPipe.class)
                    .error("{} log lines were dropped since {}: standard output did not take them", toTell, since);
        }
    }
}
