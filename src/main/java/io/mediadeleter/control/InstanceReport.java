package io.mediadeleter.control;

import org.jspecify.annotations.Nullable;

/**
 * How an instance is doing, as it tells whoever reads its probe. It is for people: nothing is decided by it, and a version that
 * does not tell anything is as good a member of the group as any.
 *
 * @param code of the fault that calling is stopped for; null while calls are made
 * @param text why its deletions wait and what to do, in its own status page's words; null while all is well
 * @param isDryRun whether it deletes nothing, and reports its calls as done all the same
 * @param endpoint the host that it calls, with the port if that is not the usual one; null when it is not known
 * @param waiting requests in its memory that wait for a token
 * @param inFlight calls being made
 * @param maxInFlight calls that it may make at the same time
 * @param host where it runs; null when it does not tell
 * @param namesake another process that it has seen under its name lately; null for none
 */
public record InstanceReport(
        Level level,
        @Nullable String code,
        @Nullable String text,
        boolean isDryRun,
        @Nullable String endpoint,
        int waiting,
        int inFlight,
        int maxInFlight,
        Lately lately,
        @Nullable String host,
        @Nullable Namesake namesake) {

    /** How grave it is. */
    public enum Level {
        /** Nothing waits, or only for its time. */
        WELL,
        /** Work waits its turn, as it does under load. */
        BUSY,
        /** Nothing goes on, and somebody may have to act. */
        STOPPED
    }

    /**
     * What became of the calls of the last seconds.
     *
     * @param seconds how many; the rest is of these alone
     * @param ended calls that ended, well or not
     * @param failed those of them that failed
     * @param throttled those of them that the API refused for its limit
     * @param settled requests that got a result, a retry or a dead letter
     * @param millis what all that ended took together
     * @param code of most of those that failed; null when none did
     */
    public record Lately(
            int seconds,
            int ended,
            int failed,
            int throttled,
            int settled,
            long millis,
            @Nullable String code) {

        /** Nothing happened. */
        public static final Lately NOTHING = new Lately(10, 0, 0, 0, 0, 0, null);
    }

    /** Longer texts are cut, in characters of UTF-16. */
    public static final int LONGEST_TEXT = 600;

    /** The same of a code or a host. */
    public static final int LONGEST_NAME = 100;
}
