package io.mediadeleter.cli.deadletters;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterFilter;
import io.mediadeleter.deadletter.OriginHistory;
import io.mediadeleter.deadletter.SkipReason;
import io.mediadeleter.deadletter.SubAppChoice;
import java.util.Optional;

/** What is done to letters, and how it is called. */
enum Change {
    REPLAY("replay", "replayed", "Replay"),
    DISCARD("discard", "discarded", "Discard permanently");

    private final String verb;
    private final String done;
    private final String question;

    Change(String verb, String done, String question) {
        this.verb = verb;
        this.done = done;
        this.question = question;
    }

    /** As in "nothing to replay". */
    String verb() {
        return verb;
    }

    /** As in "5 dead letters replayed". */
    String done() {
        return done;
    }

    /** As in "Replay 5 dead letters?". */
    String question() {
        return question;
    }

    /** Why it is not done to this letter, if so. */
    Optional<SkipReason> leftOut(
            DeadLetter letter, DeadLetterFilter filter, int maxReplays, OriginHistory history, SubAppChoice subApps) {
        return this == REPLAY
                ? SkipReason.ofReplay(letter, filter, maxReplays, history, subApps)
                : SkipReason.ofDiscard(letter, filter, maxReplays);
    }
}
