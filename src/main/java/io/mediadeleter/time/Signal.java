package io.mediadeleter.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread; a signal raised while nobody waits is kept for the next wait. Thread-safe. */
public final class Signal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean raised;

    public void raise() {
        lock.lock();
        try {
            raised = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lowers the signal; true when it was raised. */
    public boolean lower() {
        lock.lock();
        try {
            boolean was = raised;
            raised = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the signal is raised, at most {@code nanos}, and lowers it. */
    public void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!raised && left > 0) {
                left = changed.awaitNanos(left);
            }
            raised = false;
        } finally {
            lock.unlock();
        }
    }
}
