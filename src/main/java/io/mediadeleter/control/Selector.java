package io.mediadeleter.control;

import io.mediadeleter.event.MediaId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names the requests that a hold is for; as text it is the hold's key on the control topic. Each name has one spelling only, so
 * that two keys never are the same hold.
 *
 * @param subAppId the sub-application of a {@link Kind#MEDIA} that is held in that one alone; else null
 * @param name what is named: an id; empty for {@link Kind#ALL} without one
 */
public record Selector(Kind kind, @Nullable Long subAppId, String name) {

    /** What a selector goes by. */
    public enum Kind {
        /** Everything: calling is paused. */
        ALL("all", null),
        /** A media, as a whole and in parts. */
        MEDIA("media", "Hold.Media"),
        /** A sub-application. */
        SUB_APP("sub-app", "Hold.SubApp"),
        /** A request's event id. */
        EVENT("event", "Hold.Event"),
        /** A request's correlation id. */
        CORRELATION("correlation", "Hold.Correlation"),
        /** Who asked for the deletion. */
        REQUESTED_BY("requested-by", "Hold.RequestedBy");

        private final String prefix;
        private final @Nullable String faultCode;

        Kind(String prefix, @Nullable String faultCode) {
            this.prefix = prefix;
            this.faultCode = faultCode;
        }

        /** What stands before the colon. */
        public String prefix() {
            return prefix;
        }

        /** The code of the fault of a request that is held by it; empty for a pause, for which requests wait. */
        public Optional<String> faultCode() {
            return Optional.ofNullable(faultCode);
        }
    }

    /** What may be written, a form a line, for people. */
    public static final String GRAMMAR = """
            media:FILEID           every request for that media, whole or parts
            media:SUBAPP/FILEID    the same, in one sub-application
            sub-app:ID             every request for that sub-application
            event:EVENTID          the request with that eventId
            correlation:ID         every request with that correlationId
            requested-by:NAME      every request with that requestedBy""";

    /** The key by which the group's own limit on calls stops it. */
    public static final Selector BRAKE = new Selector(Kind.ALL, null, "brake");

    private static final int LONGEST_FILE_ID = 20;
    private static final int LONGEST_SUB_APP = 16;
    private static final int LONGEST_EVENT_ID = 128;
    private static final int LONGEST_NAME = 1_024;

    /** Reads what {@link #toString} writes; empty when the text is anything else. A start reads as many as there are holds. */
    public static Optional<Selector> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return named(Kind.ALL, "", text.equals(Kind.ALL.prefix()));
        }
        String name = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "all" -> named(Kind.ALL, name, isWithin(name, LONGEST_NAME));
            case "media" -> media(name);
            case "sub-app" -> named(Kind.SUB_APP, name, isNumber(name, LONGEST_SUB_APP));
            case "event" -> named(Kind.EVENT, name, isWithin(name, LONGEST_EVENT_ID));
            case "correlation" -> named(Kind.CORRELATION, name, isWithin(name, LONGEST_NAME));
            case "requested-by" -> named(Kind.REQUESTED_BY, name, isWithin(name, LONGEST_NAME));
            default -> Optional.empty();
        };
    }

    /** The hold of one pause. */
    public static Selector pause(String id) {
        return parse(Kind.ALL.prefix() + ":" + id).orElseThrow(() -> new IllegalArgumentException("no id: " + id));
    }

    /** One media, in the sub-application that it names or in any. */
    public static Selector of(MediaId media) {
        return new Selector(Kind.MEDIA, media.subAppId(), media.fileId());
    }

    /** It stops all calling, and not the calls of some requests. */
    public boolean isPause() {
        return kind == Kind.ALL;
    }

    /** Such as {@code media:1500000001/7447398156998994860}. */
    @Override
    public String toString() {
        String place = subAppId == null ? name : subAppId + "/" + name;
        return place.isEmpty() ? kind.prefix() : kind.prefix() + ":" + place;
    }

    private static Optional<Selector> media(String name) {
        int slash = name.indexOf('/');
        String file = name.substring(slash + 1);
        String subApp = slash < 0 ? null : name.substring(0, slash);
        return isNumber(file, LONGEST_FILE_ID) && (subApp == null || isNumber(subApp, LONGEST_SUB_APP))
                ? Optional.of(new Selector(Kind.MEDIA, subApp == null ? null : Long.valueOf(subApp), file))
                : Optional.empty();
    }

    /** Decimal digits that begin with none that could be left out. */
    private static boolean isNumber(String text, int longest) {
        return !text.isEmpty()
                && text.length() <= longest
                && text.charAt(0) != '0'
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static Optional<Selector> named(Kind kind, String name, boolean isName) {
        return isName ? Optional.of(new Selector(kind, null, name)) : Optional.empty();
    }

    /** Counted as the request's schema counts: in characters, however many units of UTF-16 each has. */
    private static boolean isWithin(String name, int longest) {
        return !name.isEmpty() && name.codePointCount(0, name.length()) <= longest;
    }
}
