package io.mediadeleter.trace;

import org.jspecify.annotations.Nullable;

/**
 * Whose history is wanted.
 *
 * @param text the id that is looked for; of an origin, as it is written
 * @param subAppId of a {@link By#FILE_ID}, the sub-application; null for any
 */
public record TraceQuery(By by, String text, @Nullable Long subAppId) {

    /** By what it is looked for. */
    public enum By {
        FILE_ID("file id"),
        EVENT_ID("eventId"),
        CORRELATION_ID("correlationId"),
        ORIGIN("origin");

        private final String words;

        By(String words) {
            this.words = words;
        }
    }

    /** Without a sub-application. */
    public TraceQuery(By by, String text) {
        this(by, text, null);
    }

    /** The id by which it is looked for, as a record says it; null where it says none, and for an origin. */
    public @Nullable String saidBy(RequestSummary asked) {
        return switch (by) {
            case FILE_ID -> asked.fileId();
            case EVENT_ID -> asked.eventId();
            case CORRELATION_ID -> asked.correlationId();
            case ORIGIN -> null;
        };
    }

    /** Whether a record says another id. At the place of a request that is looked for, it is on another topic of this name. */
    public boolean isContradictedBy(RequestSummary asked) {
        String said = saidBy(asked);
        return said != null && !said.equals(text);
    }

    /** As in {@code file id 5285485487985271487}. */
    @Override
    public String toString() {
        return by.words + " " + text + (subAppId == null ? "" : " in sub-application " + subAppId);
    }
}
