package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Outcome;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The port to the API that deletes media. */
public interface MediaStore {

    /**
     * Starts a call that deletes so much of the media, and returns at once. The dispatcher never starts more calls than the configured number in flight.
     *
     * <p>Between the start and the moment at which the request is written a thread has to wake and a connection to be made; a process may
     * be suspended meanwhile for any time. So no store sends without having asked {@code stillMay}.
     *
     * @param stillMay asked when the request is about to be written, on any thread, at most once; when it says no, nothing is sent, and
     *     the outcome is a failure
     * @param whenEnded gets the outcome exactly once, on any thread, within the call's time limit; every failure is an
     *     outcome
     */
    void delete(MediaId media, Scope scope, BooleanSupplier stillMay, Consumer<Outcome> whenEnded);
}
