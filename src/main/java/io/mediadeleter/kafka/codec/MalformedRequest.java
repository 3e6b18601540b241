package io.mediadeleter.kafka.codec;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.text.Excerpt;

/**
 * Ends the decoding of bytes that are no valid request. It carries no stack trace: it says what is wrong with the bytes,
 * not with the program, and a flood of poison must stay cheap.
 */
final class MalformedRequest extends Exception {

    /** The longest reason, in chars. */
    static final int MAX_REASON = 1000;

    private final Defect defect;
    private final String reason;

    MalformedRequest(Defect defect, String reason) {
        super(reason, null, false, false);
        this.defect = defect;
        this.reason = Excerpt.of(reason, MAX_REASON);
    }

    /** Whether the bytes were not read as JSON, so that it is worth while to see what else they are. */
    boolean mayBeOfAnotherFormat() {
        return defect == Defect.INVALID_UTF8 || defect == Defect.INVALID_JSON || defect == Defect.TRAILING_BYTES;
    }

    Malformed content() {
        return new Malformed(defect.code(), reason);
    }
}
