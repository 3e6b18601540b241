package io.mediadeleter.event;

import java.time.Instant;

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

    /** The call for it is due at {@code now}. */
    public boolean isDue(Instant now) {
        return attempt.notBefore() == null || !attempt.notBefore().isAfter(now);
    }
}
