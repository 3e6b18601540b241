package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.time.Signal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Calls that have ended, on their way from the workers to the loop, and what was refused a call. Thread-safe. Each is of a request
 * that is open, and the loop opens no more than it may.
 */
final class CompletedCalls {

    /** A call and how it ended. */
    record Completion(DeleteCall call, Outcome outcome) {}

    private final Queue<Completion> ended = new ConcurrentLinkedQueue<>();
    private final Signal arrived = new Signal();
    private final RequestLog requests;
    private volatile boolean wakeLoop;

    CompletedCalls(RequestLog requests) {
        this.requests = requests;
    }

    void add(Completion completion) {
        ended.add(completion);
        arrived.raise();
        if (wakeLoop) {
            wakeLoop = false;
            requests.wakeup();
        }
    }

    @Nullable
    Completion poll() {
        return ended.poll();
    }

    boolean isEmpty() {
        return ended.isEmpty();
    }

    /** Whether the next one is to end the loop's wait for deliveries. */
    void wakeLoop(boolean wake) {
        wakeLoop = wake;
    }

    /** Raised when one arrives: for a loop that waits for nothing else. */
    Signal arrived() {
        return arrived;
    }
}
