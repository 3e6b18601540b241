package io.mediadeleter.pipeline.port;

import io.mediadeleter.control.StartDecision;
import io.mediadeleter.control.members.NameUse;
import io.mediadeleter.time.Moment;
import org.jspecify.annotations.Nullable;

/** What this instance knows of its group by the control topic, for whoever reads the requests. Thread-safe. */
public interface GroupKnowledge {

    /**
     * What has been decided about partitions that the group has no offset for.
     *
     * @param isKnown whether it is known what has been decided, if anything has
     * @param start what still counts; null when nothing does, or that is not known
     */
    record KnownStart(boolean isKnown, @Nullable StartDecision start) {}

    /** What has been decided as far as is known now. */
    KnownStart knownStart();

    /** Whether another process has run under this instance's name since then. */
    NameUse nameSince(Moment then);
}
