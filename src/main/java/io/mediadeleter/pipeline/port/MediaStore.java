package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Outcome;
import java.util.function.Consumer;

/** The port to the API that deletes media. */
public interface MediaStore {

    /**
     * Starts a call that deletes so much of the media, and returns at once. The dispatcher never starts more calls than the configured number in flight.
     *
     * @param whenEnded gets the outcome exactly once, on any thread, within the call's time limit; every failure is an
     *     outcome
     */
    void delete(MediaId media, Scope scope, Consumer<Outcome> whenEnded);
}
