package io.mediadeleter.simulator.api;

import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.QuotaWindow;
import io.mediadeleter.simulator.fault.ScriptedFault;
import io.mediadeleter.simulator.request.ApiAction;
import io.mediadeleter.simulator.request.ApiError;
import io.mediadeleter.simulator.request.ApiRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What every call has to pass before its action looks at it: the envelope with its signature, the quota of the action, and the
 * script of faults, in this order.
 *
 * <p>Thread-safe: it holds no state but the account's, whose parts are thread-safe.
 *
 * @param quota the action's own: the API counts each for itself
 */
record Admission(Account account, ApiAction action, QuotaWindow quota) {

    private static final String VERSION = "2018-07-17";

    /**
     * Lets the call in, and says what else goes wrong with it on purpose, if anything.
     *
     * @param fileIds the media that it is about, as far as they can be read
     * @throws ApiError when it is refused, on purpose or not
     */
    Optional<ScriptedFault> admit(ApiRequest request, Instant arrivedAt, List<String> fileIds) throws ApiError {
        checkEnvelope(request, arrivedAt);
        if (!quota.admit(arrivedAt)) {
            throw new ApiError("RequestLimitExceeded", "More than the quota of calls in this second.");
        }
        Optional<ScriptedFault> fault = account.faults().strike(action, fileIds);
        if (fault.isPresent() && fault.get() instanceof ScriptedFault.Refused refused) {
            throw new ApiError(refused.code(), refused.message());
        }
        return fault;
    }

    private void checkEnvelope(ApiRequest request, Instant arrivedAt) throws ApiError {
        if (!request.method().equals("POST")) {
            throw new ApiError(
                    "UnsupportedProtocol",
                    action.text() + " by " + request.method() + " is not simulated; send it by POST.");
        }
        if (request.body().length > ApiRequest.LONGEST_BODY) {
            throw new ApiError("RequestSizeLimitExceeded", "The body is longer than 1 MiB.");
        }
        account.signature().verify(request, arrivedAt);
        if (!ApiAction.of(request).equals(Optional.of(action))) {
            throw new ApiError("InvalidAction", "X-TC-Action is not " + ApiAction.all() + ", all that is simulated.");
        }
        if (!request.header("x-tc-version").equals(Optional.of(VERSION))) {
            throw new ApiError("NoSuchVersion", "X-TC-Version is not " + VERSION + ".");
        }
    }

    /** Whether the account has the sub-application. */
    void checkSubApp(long subAppId) throws ApiError {
        if (!account.subAppIds().isEmpty() && !account.subAppIds().contains(subAppId)) {
            throw new ApiError("InvalidParameterValue.SubAppId", "The account has no such sub-application.");
        }
    }
}
