package io.mediadeleter.rule;

import static io.mediadeleter.rule.FaultKind.ABSENT;
import static io.mediadeleter.rule.FaultKind.PERMANENT;
import static io.mediadeleter.rule.FaultKind.SYSTEMIC;
import static io.mediadeleter.rule.FaultKind.THROTTLED;
import static io.mediadeleter.rule.FaultKind.TRANSIENT;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which kind of fault each code is that a call can end with: the API's codes, and this service's own for calls that the
 * API did not answer. What makes a record malformed is not here: the decoder has codes of its own for it.
 *
 * <p>The most specific row wins, and among equals the operator's: a code's own row, then the row of its family (the part
 * before the first dot, written {@code Family.*}), then {@link FaultKind#TRANSIENT}. A code that is not listed is never
 * taken for success and never given up at once.
 */
public final class FaultTable {

    /** This service's own codes. */
    public static final String CONNECTION_REFUSED = "Network.ConnectionRefused";

    public static final String NETWORK_UNREACHABLE = "Network.Unreachable";
    public static final String DNS = "Network.Dns";
    public static final String TLS = "Network.Tls";
    public static final String TIMEOUT = "Network.Timeout";
    public static final String BROKEN_CONNECTION = "Network.Broken";
    public static final String HTTP_STATUS = "Http.";
    public static final String INVALID_RESPONSE = "InvalidResponse";
    public static final String NO_CREDENTIALS = "Credentials.Missing";
    public static final String CALL_FAILED = "CallFailed";
    public static final String PROXY = "Network.Proxy";
    public static final String NO_RESOURCES = "Local.NoResources";

    /** A call that was forbidden before it was sent. */
    public static final String WITHHELD = "Call.Withheld";

    /** Begins the codes of what Kafka refused: after the API had answered, or before a grace period. */
    public static final String KAFKA = "Kafka.";

    /** A grace topic did not take the request: nobody has had the time to withdraw it, and no call was made. */
    public static final String GRACE_TOO_LARGE = KAFKA + "GraceTooLarge";

    public static final String GRACE_REFUSED = KAFKA + "GraceRefused";

    /** The families of this service's own codes: no answer of the API to a call. */
    private static final Set<String> OWN = Set.of(
            "network", "http", "invalidresponse", "credentials", "callfailed", "local", "kafka", "hold", "request");

    private static final String FAMILY = ".*";

    private static final Map<FaultKind, List<String>> ROWS = Map.of(
            THROTTLED,
            List.of("RequestLimitExceeded.*"),
            SYSTEMIC,
            List.of(
                    "AuthFailure.*",
                    "UnauthorizedOperation.*",
                    "FailedOperation.InvalidVodUser",
                    "FailedOperation.InvalidAccount",
                    "FailedOperation.UserStatusInavlid", // the API's spelling
                    "ResourceNotFound.UserNotExist",
                    "IpInBlacklist",
                    "IpNotInWhitelist",
                    "ServiceUnavailable",
                    CONNECTION_REFUSED,
                    NETWORK_UNREACHABLE,
                    DNS,
                    TLS,
                    PROXY,
                    NO_RESOURCES,
                    NO_CREDENTIALS),
            ABSENT,
            List.of("ResourceNotFound", "ResourceNotFound.FileNotExist", "InvalidParameterValue.FileId"),
            PERMANENT,
            List.of(
                    "InvalidParameter.*",
                    "InvalidParameterValue.*",
                    "MissingParameter.*",
                    "UnknownParameter.*",
                    "UnsupportedOperation.*",
                    "UnsupportedProtocol",
                    "UnsupportedRegion",
                    "FailedOperation.NoPrivileges",
                    "RequestSizeLimitExceeded",
                    "ResponseSizeLimitExceeded",
                    "ActionOffline",
                    "InvalidAction",
                    "InvalidRequest",
                    "NoSuchProduct",
                    "NoSuchVersion"),
            TRANSIENT,
            List.of(
                    "InternalError.*",
                    "FailedOperation",
                    "FailedOperation.NetWorkError",
                    "LimitExceeded",
                    "ResourceInUse",
                    "ResourceInsufficient",
                    "ResourceUnavailable",
                    "Http.*",
                    TIMEOUT,
                    BROKEN_CONNECTION,
                    INVALID_RESPONSE,
                    CALL_FAILED));

    /** What makes a deletion count as done is taken only as the API writes it; an operator's row for it counts as any other. */
    private static final Set<String> ABSENT_AS_WRITTEN = Set.copyOf(ROWS.getOrDefault(ABSENT, List.of()));

    private static final FaultTable BUILT_IN = new FaultTable(Map.of());

    private final Map<String, FaultKind> exact = new HashMap<>();
    private final Set<String> operators = new HashSet<>();
    private final Map<String, FaultKind> families = new HashMap<>();

    /**
     * The table as it stands here, with an operator's rows.
     *
     * @param overrides code to kind; a code counts for itself and for those of its subcodes that have no row of their own
     * @throws IllegalArgumentException if one makes something of this service's own ABSENT or THROTTLED: only the API knows
     *     what is; or if one is of a kind that no call ends with
     */
    public FaultTable(Map<String, FaultKind> overrides) {
        ROWS.forEach((kind, codes) -> codes.forEach(code -> addRow(code, kind)));
        overrides.forEach((code, kind) -> {
            if (!kind.isOfCall()) {
                throw new IllegalArgumentException("media-deleter.faults." + code + "=" + kind
                        + ": no call ends with this kind; give " + FaultKind.ofCalls());
            }
            if (kind == ABSENT && isOwn(code)) {
                throw new IllegalArgumentException("media-deleter.faults." + code + "=ABSENT: " + code
                        + " is this service's own code, for a call that the API did not answer, and proves no media"
                        + " absent; only codes of the API, such as ResourceNotFound, can be ABSENT. Give another kind");
            }
            if (kind == THROTTLED && isOwn(code)) {
                throw new IllegalArgumentException("media-deleter.faults." + code + "=THROTTLED: " + code
                        + " is this service's own code, for a call that the API did not answer, so it may have deleted the"
                        + " media; only codes of the API can be THROTTLED. Give another kind");
            }
            exact.put(normal(code), kind);
            families.put(normal(code), kind);
            operators.add(normal(code));
        });
    }

    public FaultKind kindOf(String code) {
        FaultKind own = exact.get(normal(code));
        return own != null && !isMisspelt(code, own) ? own : families.getOrDefault(family(normal(code)), TRANSIENT);
    }

    private boolean isMisspelt(String code, FaultKind kind) {
        return kind == ABSENT && !ABSENT_AS_WRITTEN.contains(code) && !operators.contains(normal(code));
    }

    /** Whether the code is this service's own, or a family of such: the API never answers with it. */
    public static boolean isOwn(String code) {
        return OWN.contains(family(normal(code)));
    }

    /**
     * Whether a call that ends so has deleted nothing: the API refuses with this code before it acts, or nothing was sent. By the
     * built-in table, since an operator's row says what is to happen, and not what has.
     */
    static boolean isRefusal(String code) {
        FaultKind kind = BUILT_IN.kindOf(code);
        return kind == THROTTLED || kind == PERMANENT || code.equals(WITHHELD);
    }

    /** Whether a row names this code or its family. */
    public boolean isListed(String code) {
        return exact.containsKey(normal(code)) || families.containsKey(family(normal(code)));
    }

    private void addRow(String code, FaultKind kind) {
        if (code.endsWith(FAMILY)) {
            families.put(normal(code.substring(0, code.length() - FAMILY.length())), kind);
        } else {
            exact.put(normal(code), kind);
        }
    }

    private static String family(String code) {
        return code.split("\\.", 2)[0];
    }

    /** An environment variable's name has lost its case. */
    private static String normal(String code) {
        return code.toLowerCase(Locale.ROOT);
    }
}
