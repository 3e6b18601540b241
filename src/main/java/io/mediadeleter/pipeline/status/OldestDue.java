package io.mediadeleter.pipeline.status;

import io.mediadeleter.event.Partition;
import java.time.Duration;
import java.time.Instant;

/**
 * The request that has been due for longest and is not settled.
 *
 * @param since when it was published or, where it had to wait before it may be called, became due
 */
public record OldestDue(Partition partition, Instant since) {

    /** For how long it has waited; zero where its timestamp lies ahead. */
    public Duration age(Instant now) {
        Duration age = Duration.between(since, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
