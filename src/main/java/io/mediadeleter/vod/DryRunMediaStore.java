package io.mediadeleter.vod;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.rule.Outcome;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Deletes nothing and needs neither network nor credentials; the outcome comes on the caller's thread. Stateless. */
public final class DryRunMediaStore implements MediaStore {

    @Override
    public void delete(MediaId media, Scope scope, BooleanSupplier stillMay, Consumer<Outcome> whenEnded) {
        whenEnded.accept(new Outcome.NotCalled());
    }
}
