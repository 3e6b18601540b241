package io.mediadeleter.cli.run;

import io.mediadeleter.logging.Logging;
import io.mediadeleter.service.Service.Launch;
import io.mediadeleter.service.Termination;
import io.mediadeleter.text.OperatorError;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/**
 * What SIGTERM does to an instance. One that starts ends at once, whatever it waits for: it has read nothing, so there is nothing
 * to finish, and clients that wait for brokers that do not answer would only hold it up. So does one whose start has failed, but as a
 * failure, and with its words: nobody else would say them. Once it has begun it ends by itself. Thread-safe.
 */
final class StopSignal {

    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final Consumer<Throwable> tell;
    private boolean endsByItself;
    private @Nullable Throwable failure;

    private StopSignal(Consumer<Throwable> tell) {
        this.tell = tell;
    }

    /**
     * Is heard from now on.
     *
     * @param tell logs why a start has failed
     */
    static StopSignal listen(Consumer<Throwable> tell) {
        StopSignal signal = new StopSignal(tell);
        Termination.onSignal(signal::ask);
        return signal;
    }

    /**
     * A start that waits for this, too.
     *
     * @param fails hears why it has failed, before what was opened is closed
     */
    Launch launch(Runnable precondition, Consumer<Throwable> fails) {
        return new Launch() {
            @Override
            public void await() {
                precondition.run();
            }

            @Override
            public void begins() {
                endsByItself();
            }

            @Override
            public void failed(Throwable why) {
                fails.accept(why);
            }
        };
    }

    /** Has this asked to end, if the signal has come or when it comes; for one that has begun. */
    void whenAsked(Runnable stop) {
        var unused = asked.thenRun(stop);
    }

    /** Why the instance ends before it has begun; only the first reason counts. What it has opened may take long to close. */
    synchronized void startFailed(Throwable why) {
        if (failure == null) {
            failure = why;
        }
    }

    /** The signal halts it no more: it has begun, or ends within moments and says why. Does not return where the signal has come before. */
    synchronized void endsByItself() {
        endsByItself = true;
    }

    private synchronized void ask() {
        if (!endsByItself) {
            int code = ExitCode.OK;
            if (failure == null) {
                log.info("Shutdown complete: the instance was still starting");
            } else {
                tell.accept(failure);
                log.info("Shut down after an error");
                code = failure instanceof OperatorError foreseen && foreseen.isMisconfiguration()
                        ? ExitCode.USAGE
                        : ExitCode.SOFTWARE;
            }
            Logging.flush();
            Runtime.getRuntime().halt(code);
        }
        asked.complete(null);
    }
}
