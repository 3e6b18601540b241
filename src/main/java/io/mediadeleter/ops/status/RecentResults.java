package io.mediadeleter.ops.status;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.group.GroupWords;
import io.mediadeleter.text.Figures;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of the last commits and calls.
 *
 * @param commitsFailSince when the first of the commits failed after which none went through, once that was a while ago or somebody
 *     has to mend it; null otherwise
 * @param obstacle what keeps them from going through until somebody mends it; null while they do, or may by themselves
 * @param calls of the last seconds
 */
record RecentResults(
        @Nullable Instant commitsFailSince, @Nullable String obstacle, InstanceReport.Lately calls) {

    /** Nothing has happened. */
    static final RecentResults NOTHING = new RecentResults(null, null, InstanceReport.Lately.NOTHING);

    /** That no commit goes through, in a sentence; empty while they do. */
    Optional<String> failure(int settlements) {
        return Optional.ofNullable(commitsFailSince)
                .map(since -> "Kafka has accepted no commit since " + GroupWords.seconds(since) + ": "
                        + Figures.count(settlements, "settlement")
                        + (settlements == 1 ? " is waiting. " : " are waiting. ")
                        + (obstacle == null
                                ? "Do the brokers answer? Run media-deleter check, and look at the log."
                                : obstacle));
    }
}
