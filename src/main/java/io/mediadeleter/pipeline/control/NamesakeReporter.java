package io.mediadeleter.pipeline.control;

import io.mediadeleter.control.Namesake;
import io.mediadeleter.pipeline.port.Telemetry;
import org.jspecify.annotations.Nullable;

/** Tells operators of another process by this instance's name: once while it goes on. Confined to the control thread. */
final class NamesakeReporter {

    private final Telemetry telemetry;
    private @Nullable Namesake last;

    NamesakeReporter(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** @param now as it was seen last; null when there is none */
    void tell(@Nullable Namesake now) {
        if (now != null && (last == null || !last.isThere(now.seen()))) {
            telemetry.namesakeSeen(now);
        }
        last = now == null ? last : now;
    }
}
