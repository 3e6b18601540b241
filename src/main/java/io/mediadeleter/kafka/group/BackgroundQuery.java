package io.mediadeleter.kafka.group;

import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.time.Daemon;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.jspecify.annotations.Nullable;

/**
 * One thing to find out, on a thread of its own, for whoever waits no longer than they want to. A question that is not answered in
 * time goes on, and is not asked again until it is. {@link #ask} and {@link #answer} are confined to one thread.
 */
final class BackgroundQuery<T> implements AutoCloseable {

    /** It could not be found out; the message says why. */
    static final class Unanswered extends Exception {

        private static final int LONGEST_REASON = 300;

        Unanswered(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        /**
         * Why, as a sentence without its stop.
         *
         * @param late what is said where no answer has come in time
         */
        String why(String late) {
            String why = getCause() instanceof TimeoutException
                    ? late
                    : Excerpt.of(String.valueOf(getMessage()), LONGEST_REASON);
            return why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
        }

        /** Whether nobody can know, as no broker leads what was asked about. */
        boolean isForWantOfALeader() {
            return getCause() instanceof LeaderNotAvailableException;
        }
    }

    private final Callable<T> question;
    private final Runnable close;
    private final ExecutorService thread;
    private @Nullable Future<T> asked;

    /**
     * Asks nothing yet.
     *
     * @param close lets go of what the question needs; called on the same thread
     */
    BackgroundQuery(String name, Callable<T> question, Runnable close) {
        this.question = question;
        this.close = close;
        this.thread = Executors.newSingleThreadExecutor(Daemon.named("media-deleter-look-" + name));
    }

    /** Asks; waits for nothing. */
    void ask() {
        if (asked == null) {
            asked = thread.submit(question);
        }
    }

    /**
     * What was asked last.
     *
     * @param deadlineNanos how long to wait, on the monotonic clock
     */
    T answer(long deadlineNanos) throws Unanswered {
        Future<T> waited = asked;
        if (waited == null) {
            throw new IllegalStateException("not asked");
        }
        try {
            T answer = waited.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            asked = null;
            return answer;
        } catch (TimeoutException late) {
            throw new Unanswered("Kafka has not answered in time", late);
        } catch (ExecutionException failed) {
            asked = null;
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new Unanswered(
                    cause instanceof OperatorError ? String.valueOf(cause.getMessage()) : KafkaFailure.reason(cause),
                    cause);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unanswered("It was interrupted", stop);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow().forEach(never -> {});
        Daemon.start("media-deleter-look-closing", () -> {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    close.run();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
