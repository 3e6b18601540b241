package io.mediadeleter.kafka.codec;

import java.util.regex.Pattern;

/**
 * The times that publishers write, in {@code requestedAt} and in the {@code time} of a CloudEvent alike. Nobody here
 * reckons with them; they are checked for those who will.
 */
final class Rfc3339 {

    /** What is answered where it is something else. */
    static final String WANTED = "is not an RFC 3339 time with date, seconds and offset, such as 2026-11-22T08:15:30Z";

    static final int MAX_CHARS = 64;

    /** As {@code requestedAt} in the request schema has it. */
    static final String PATTERN = "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
            + "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
            + "[Tt ](?:[01][0-9]|2[0-3]):(?:[0-5][0-9]:[0-5][0-9]|(?:14|29|44|59):60)(?:\\.[0-9]+)?"
            + "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$";

    private static final Pattern TIME = Pattern.compile(PATTERN);

    private Rfc3339() {}

    static boolean isTime(String text) {
        return text.length() <= MAX_CHARS && TIME.matcher(text).matches();
    }
}
