package io.mediadeleter.pipeline.port;

import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.LoggedClaim;
import java.time.Duration;
import java.util.List;

/**
 * The port to the one log of the group's claims, which all members read in the same order. Confined to the quota thread.
 *
 * <p>Each method may throw {@link QuotaLogLost}, after which only {@link #start} makes sense, and {@link QuotaLogRefused},
 * after which nothing does.
 */
public interface QuotaLog {

    /**
     * Writes a newcomer's first claim, and goes to where the log was {@code history} before it, by the brokers' clock: the
     * next read begins there.
     */
    void start(Claim first, Duration history);

    /** Hands a claim over to be written behind all before it; one that cannot be written is never read. */
    void write(Claim claim);

    /** The next claims; waits for one, at most that long. */
    List<LoggedClaim> read(Duration atMost);

    /** Waits until what was handed over is written, for a moment at most. */
    void flush();
}
