package io.mediadeleter.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.kafka.codec.Rfc3339;
import io.mediadeleter.text.DurationText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a hold, as {@code schemas/media-delete-hold.schema.json} describes it: what the schema refuses is a hold all the
 * same, without an end. Thread-safe.
 */
final class HoldValue {

    static final int MOST_CHARS = 1_024;

    /** A length of time, as the schema has it; with {@link #POSITIVE} it is one that can be read. */
    static final String LENGTH = "^(?:[0-9]{1,9}(?:ms|d)"
            + "|(?:[0-9]{1,9}h)?(?:[0-9]{1,9}m)?(?:[0-9]{1,9}s)?"
            + "|P(?:[0-9]{1,9}D)?(?:T(?:[0-9]{1,12}H)?(?:[0-9]{1,9}M)?(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?S)?)?)$";

    /** More than nothing, and no end behind the T. */
    static final String POSITIVE = "[1-9].*[^T]$";

    private static final Pattern IS_LENGTH = Pattern.compile(LENGTH);
    private static final Pattern IS_POSITIVE = Pattern.compile(POSITIVE);

    /** A value with what was read from it, whatever its key was. */
    private static final class Read {

        private final byte[] value;
        private final Put put;

        Read(byte[] value, Put put) {
            this.value = value;
            this.put = put;
        }
    }

    /** Of the holds of one file, all have the same value: a start would read it a hundred thousand times. */
    private static volatile @Nullable Read last;

    private HoldValue() {}

    static byte[] write(Put hold) {
        var json = SmallJson.object().put("reason", hold.reason());
        if (hold.by() != null) {
            json.put("by", hold.by());
        }
        if (hold.until() != null) {
            json.put("until", hold.until().toString());
        }
        if (hold.lasts() != null) {
            json.put("for", hold.lasts().toString());
        }
        return SmallJson.bytes(json);
    }

    static Put read(Selector selector, byte[] value) {
        Read before = last;
        if (before != null && Arrays.equals(value, before.value)) {
            Put same = before.put;
            return new Put(selector, same.reason(), same.by(), same.until(), same.lasts());
        }
        Put put = decode(selector, value);
        last = new Read(value, put);
        return put;
    }

    private static Put decode(Selector selector, byte[] value) {
        try {
            JsonNode json = SmallJson.read(value);
            String reason = text(json, "reason");
            if (reason == null || !Hold.isVisible(reason)) {
                return Put.unreadable(selector, "reason is missing");
            }
            return ending(selector, reason, text(json, "by"), json);
        } catch (IOException | IllegalArgumentException broken) {
            return Put.unreadable(selector, "it is no hold as the schema describes it");
        }
    }

    private static Put ending(Selector selector, String reason, @Nullable String by, JsonNode json) {
        if (json.has("until") && json.has("for")) {
            return Put.endless(selector, "it has both until and for", reason, by);
        }
        try {
            return new Put(selector, reason, by, until(text(json, "until")), lasts(text(json, "for")));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException noEnd) {
            return Put.endless(selector, (json.has("for") ? "for" : "until") + " makes no sense", reason, by);
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        if (!json.has(name)) {
            return null;
        }
        String text = Optional.ofNullable(json.path(name).textValue()).orElse("");
        if (text.isEmpty() || text.codePointCount(0, text.length()) > MOST_CHARS) {
            throw new IllegalArgumentException(name);
        }
        return text;
    }

    private static @Nullable Instant until(@Nullable String text) {
        return text == null
                ? null
                : Rfc3339.instant(text).orElseThrow(() -> new IllegalArgumentException("no time: " + text));
    }

    private static @Nullable Duration lasts(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!IS_LENGTH.matcher(text).matches() || !IS_POSITIVE.matcher(text).find()) {
            throw new IllegalArgumentException("no duration: " + text);
        }
        return DurationText.parse(text);
    }
}
