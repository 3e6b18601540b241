package io.mediadeleter.vod;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.vod.HttpStatusInterceptor.HttpStatusException;
import io.mediadeleter.vod.ResponseFormatInterceptor.InvalidAnswerException;
import io.mediadeleter.vod.TransportFaults.Finding;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a fault of whatever a call ended in. A fault's code and request id travel in headers and metrics, so a text
 * that has not the form of one does not become one; a message is one line. Thread-safe.
 */
final class CallFaults {

    private static final Logger log = LoggerFactory.getLogger(CallFaults.class);

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern REQUEST_ID = Pattern.compile("\\p{Graph}{1,128}");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private static final int MAX_REPORTED = 100;

    private final FaultTable table;
    private final ApiUse use;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    CallFaults(FaultTable table, ApiUse use) {
        this.table = table;
        this.use = use;
    }

    /**
     * The fault of a call that threw this.
     *
     * @param redaction takes out of a message what must not be told; done before the message is cut
     */
    Fault of(Throwable thrown, UnaryOperator<String> redaction) {
        if (!(thrown instanceof TencentCloudSDKException refused)) {
            return ofTransport(thrown, redaction);
        }
        String code = refused.getErrorCode();
        if (code != null && !code.isEmpty()) {
            return ofApi(code, refused, redaction);
        }
        return refused.getCause() != null
                ? ofTransport(refused.getCause(), redaction)
                : invalidResponse("error without a code: " + redaction.apply(String.valueOf(refused.getMessage())));
    }

    private Fault ofTransport(Throwable thrown, UnaryOperator<String> redaction) {
        Finding finding = TransportFaults.find(thrown, use);
        String message = finding.advice() + " (" + redaction.apply(describe(finding.evidence())) + ")";
        return new Fault(table.kindOf(finding.code()), finding.code(), oneLine(message), null, finding.retryAfter());
    }

    private Fault ofApi(String code, TencentCloudSDKException refused, UnaryOperator<String> redaction) {
        if (!CODE.matcher(code).matches()) {
            return invalidResponse("malformed error code: " + redaction.apply(code));
        }
        if (!table.isListed(code) && reported.size() < MAX_REPORTED && reported.add(code)) {
            log.warn(
                    "The API returned an unclassified error code: {} (handled as {}). {}",
                    code,
                    table.kindOf(code),
                    "To classify it differently, set faults." + code);
        }
        FaultKind kind = table.kindOf(code);
        String message = redaction.apply(String.valueOf(refused.getMessage()));
        if (isRequestId(refused.getRequestId())) {
            return new Fault(kind, code, oneLine(message), refused.getRequestId());
        }
        // That a media is absent ends in a result, and no result of a call is without the call's id.
        return kind == FaultKind.ABSENT
                ? invalidResponse(code + " without RequestId: " + message)
                : new Fault(kind, code, oneLine(message), null);
    }

    /** No request was sent: there was nothing to sign it with. */
    Fault noCredentials() {
        return own(
                FaultTable.NO_CREDENTIALS,
                "no credentials are available, so nothing was sent: check the role that the service runs with");
    }

    /** An answer that cannot be trusted. */
    Fault invalidResponse(String what) {
        return own(FaultTable.INVALID_RESPONSE, "invalid API response: " + what);
    }

    /** The call could not be started. */
    Fault notStarted(String why) {
        return own(FaultTable.CALL_FAILED, "nothing was sent: " + why);
    }

    static boolean isRequestId(@Nullable String text) {
        return text != null && REQUEST_ID.matcher(text).matches();
    }

    private Fault own(String code, String message) {
        return new Fault(table.kindOf(code), code, oneLine(message), null);
    }

    /** What an exception says, and what kind it is where that tells more than its message. */
    static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        if (message != null && (thrown instanceof HttpStatusException || thrown instanceof InvalidAnswerException)) {
            return message; // a sentence of ours; the name of our class would tell an operator nothing more
        }
        String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }

    private static String oneLine(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }
}
