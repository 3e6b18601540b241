package io.mediadeleter.rule;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a fault means for the request it happened to. */
public enum FaultKind {
    /** The quota was spent, here or by others: the request keeps its place and no attempt is counted. */
    THROTTLED,
    /** No request's fault: credentials, account, network, an API that is down. */
    SYSTEMIC,
    /** The media is not there: the wanted state holds. */
    ABSENT,
    /** The API will never accept this request. */
    PERMANENT,
    /** Worth another try later; also everything that is not known. */
    TRANSIENT,
    /** The bytes are no valid request: no call is ever made. */
    MALFORMED,
    /** A hold names the request: no call is made. */
    HELD,
    /** The request is too old to be what anybody still wants, or its timestamp makes no sense: no call is made. */
    EXPIRED;

    /** Whether a call ends with it: the others are found before a call, so that none is made. */
    public boolean isOfCall() {
        return switch (this) {
            case THROTTLED, SYSTEMIC, ABSENT, PERMANENT, TRANSIENT -> true;
            case MALFORMED, HELD, EXPIRED -> false;
        };
    }

    /** Whether a request may be given up for it. */
    public boolean isOfDeadLetter() {
        return switch (this) {
            case THROTTLED -> false;
            case SYSTEMIC, ABSENT, PERMANENT, TRANSIENT, MALFORMED, HELD, EXPIRED -> true;
        };
    }

    /** The kinds that a call ends with, for people: in lower case, the last one after "or". */
    public static String ofCalls() {
        String all = Stream.of(values())
                .filter(FaultKind::isOfCall)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or " + all.substring(last + 2);
    }
}
