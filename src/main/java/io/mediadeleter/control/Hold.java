package io.mediadeleter.control;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A hold as it stands on the control topic.
 *
 * @param reason why; for people
 * @param by who put it there; null when the record does not say
 * @param since the broker's stamp of its record
 * @param until when it ends by itself, on the brokers' clock; null when it does not
 */
public record Hold(
        Selector selector,
        String reason,
        @Nullable String by,
        Instant since,
        @Nullable Instant until) {

    /** Longer reasons and authors are cut, in characters of UTF-16: one of each is kept for each hold. */
    public static final int LONGEST_REASON = 240;

    /** One character that is no space, as the schema of holds has it. */
    public static final String VISIBLE =
            "[^\\x00-\\x20\\x85\\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]";

    private static final Pattern IS_VISIBLE = Pattern.compile(VISIBLE);

    /** Whether a text says something. A hold whose reason does not cannot be read, and so has no end. */
    public static boolean isVisible(String text) {
        return IS_VISIBLE.matcher(text).find();
    }

    /** Whether its record could not be read, or not its end; it holds all the same. */
    public boolean isUnreadable() {
        return reason.startsWith(ControlEntry.Put.UNREADABLE);
    }

    /** Who and why, as one clause: {@code by ops@host: legal case 12}. */
    public String because() {
        return by == null ? reason : "by " + by + ": " + reason;
    }

    /** Whether it holds at {@code brokerNow}. */
    public boolean isInForce(Instant brokerNow) {
        return until == null || brokerNow.isBefore(until);
    }
}
