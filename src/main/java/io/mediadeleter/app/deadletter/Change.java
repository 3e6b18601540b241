package io.mediadeleter.app.deadletter;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.LeftOut;
import io.mediadeleter.deadletter.LetterFilter;
import java.util.Optional;

/** What is done to letters, and how it is called. */
enum Change {
    REPLAY("replay", "replayed", "Replay"),
    DISCARD("discard", "discarded", "Discard for good");

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
    Optional<LeftOut> leftOut(DeadLetter letter, LetterFilter filter, int maxReplays) {
        return this == REPLAY
                ? LeftOut.ofReplay(letter, filter, maxReplays)
                : LeftOut.ofDiscard(letter, filter, maxReplays);
    }
}
