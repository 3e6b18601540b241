package io.mediadeleter.cli.run;

import io.mediadeleter.logging.Logging;
import io.mediadeleter.service.Service.Launch;
import io.mediadeleter.service.Termination;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/**
 * What SIGTERM does to an instance. One that starts ends at once, whatever it waits for: it has read nothing, so there is nothing
 * to finish, and clients that wait for brokers that do not answer would only hold it up. Once it has begun it ends by itself.
 * Thread-safe.
 */
final class StopSignal {

    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private boolean hasBegun;

    private StopSignal() {}

    /** Is heard from now on. */
    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Termination.onSignal(signal::ask);
        return signal;
    }

    /** A start that waits for this, too. */
    Launch launch(Runnable precondition) {
        return new Launch() {
            @Override
            public void await() {
                precondition.run();
            }

            @Override
            public void begins() {
                begin();
            }
        };
    }

    /** Has this asked to end, if the signal has come or when it comes; for one that has begun. */
    void whenAsked(Runnable stop) {
        var unused = asked.thenRun(stop);
    }

    /** Does not return where the signal has come before. */
    private synchronized void begin() {
        hasBegun = true;
    }

    private synchronized void ask() {
        if (!hasBegun) {
            log.info("Shutdown complete: the instance was still starting");
            Logging.flush();
            Runtime.getRuntime().halt(ExitCode.OK);
        }
        asked.complete(null);
    }
}
