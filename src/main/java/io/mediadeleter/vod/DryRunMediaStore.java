package io.mediadeleter.vod;

import io.mediadeleter.pipeline.DeleteCall;
import io.mediadeleter.pipeline.MediaStore;
import io.mediadeleter.rule.Outcome;
import java.util.function.Consumer;

/** Deletes nothing and needs neither network nor credentials; the outcome comes on the caller's thread. Stateless. */
public final class DryRunMediaStore implements MediaStore {

    @Override
    public void delete(DeleteCall call, Consumer<Outcome> whenEnded) {
        whenEnded.accept(new Outcome.NotCalled());
    }
}
