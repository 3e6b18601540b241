package io.mediadeleter.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One record as a consumer received it.
 *
 * @param partition where it was read, a retry or replay topic perhaps
 * @param offset its offset there
 * @param epoch the assignment it came by; what belongs to an older assignment of the partition no longer counts
 * @param lane its claim on the quota
 * @param origin where the request was first written
 * @param originTimestamp when it was first written
 */
public record Delivery(
        Partition partition,
        long offset,
        long epoch,
        Lane lane,
        Origin origin,
        Instant originTimestamp,
        Attempt attempt,
        Message message,
        Content content) {

    /** The objects that a part is held in. */
    private static final int PART_OBJECTS = 128;

    /**
     * The request of a delivery that is known to hold one.
     *
     * @throws IllegalStateException if the bytes were no valid request
     */
    public DeleteRequest request() {
        return content.match(request -> request, malformed -> {
            throw new IllegalStateException(this.partition + "/" + offset + " holds no request: " + malformed.code());
        });
    }

    /** About the memory that it takes, with the parts that its request names. */
    public long weight() {
        int parts = content.match(request -> request.scope().match(() -> 0, List::size), malformed -> 0);
        return message.weight() + (long) parts * PART_OBJECTS;
    }

    /** From when its age counts: when it was first written, or when it last came back from the dead letters. */
    public Instant agesFrom() {
        Instant replayedAt = attempt.replayedAt();
        return replayedAt == null ? originTimestamp : replayedAt;
    }

    /** How long it was kept from being called, so that it could be withdrawn; zero for most. */
    public Duration gracePeriod() {
        return attempt.isInGrace() && attempt.notBefore() != null
                ? Duration.between(message.timestamp(), attempt.notBefore())
                : Duration.ZERO;
    }

    /** The call for it is due at {@code now}. */
    public boolean isDue(Instant now) {
        return attempt.notBefore() == null || !attempt.notBefore().isAfter(now);
    }
}
