package io.mediadeleter.simulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * DeleteMedia: from a request to its answer. Checks the signature first, then the quota, then the script of faults, then
 * what is asked; what it decides is done and logged before the answer goes out.
 *
 * <p>Thread-safe: it holds no state but the account's, whose parts are thread-safe.
 */
final class DeleteMediaAction {

    private static final String ACTION = "DeleteMedia";
    private static final String VERSION = "2018-07-17";

    /**
     * How a call ends.
     *
     * @param accepted the deletion happened
     */
    private record Verdict(String outcome, boolean accepted, Reply reply) {}

    private final Account account;
    private final InstantSource clock;

    DeleteMediaAction(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    Reply answer(ApiRequest request) {
        Instant arrivedAt = clock.instant();
        String requestId = UUID.randomUUID().toString();
        DeletionBody body = DeletionBody.read(request.body());
        Verdict verdict = judge(request, body, arrivedAt, requestId);
        account.calls()
                .add(new Call(
                        arrivedAt,
                        body.fileId(),
                        body.subAppId(),
                        body.parts(),
                        verdict.outcome(),
                        verdict.accepted(),
                        requestId));
        return verdict.reply();
    }

    private Verdict judge(ApiRequest request, DeletionBody body, Instant arrivedAt, String requestId) {
        try {
            checkEnvelope(request, arrivedAt);
            if (!account.quota().admit(arrivedAt)) {
                throw new ApiError("RequestLimitExceeded", "More than the quota of calls in this second.");
            }
            Optional<ScriptedFault> fault = account.faults().strike(body.fileId());
            if (fault.isPresent()) {
                return suffer(fault.get(), body, requestId);
            }
            delete(body.deletion());
            return new Verdict(Call.OK, true, Replies.success(requestId));
        } catch (ApiError refusal) {
            return new Verdict(refusal.code(), false, Replies.refusal(refusal, requestId));
        }
    }

    private void checkEnvelope(ApiRequest request, Instant arrivedAt) throws ApiError {
        if (!request.method().equals("POST")) {
            throw new ApiError(
                    "UnsupportedProtocol",
                    "DeleteMedia by " + request.method() + " is not simulated; send it by POST.");
        }
        if (request.body().length > ApiRequest.LONGEST_BODY) {
            throw new ApiError("RequestSizeLimitExceeded", "The body is longer than 1 MiB.");
        }
        account.signature().verify(request, arrivedAt);
        if (!request.header("x-tc-action").equals(Optional.of(ACTION))) {
            throw new ApiError("InvalidAction", "X-TC-Action is not " + ACTION + ", all that is simulated.");
        }
        if (!request.header("x-tc-version").equals(Optional.of(VERSION))) {
            throw new ApiError("NoSuchVersion", "X-TC-Version is not " + VERSION + ".");
        }
    }

    private Verdict suffer(ScriptedFault fault, DeletionBody body, String requestId) {
        return fault.match(
                refused -> new Verdict(
                        refused.code(),
                        false,
                        Replies.refusal(new ApiError(refused.code(), refused.message()), requestId)),
                broken -> new Verdict(
                        broken.toString(),
                        broken.applied() && deletes(body),
                        Replies.broken(broken.breakage(), requestId)));
    }

    /** Carries out what the caller will not be told about. */
    private boolean deletes(DeletionBody body) {
        try {
            delete(body.deletion());
            return true;
        } catch (ApiError untold) {
            return false;
        }
    }

    private void delete(Deletion deletion) throws ApiError {
        if (!account.subAppIds().isEmpty() && !account.subAppIds().contains(deletion.subAppId())) {
            throw new ApiError("InvalidParameterValue.SubAppId", "The account has no such sub-application.");
        }
        if (!account.media().delete(deletion.subAppId(), deletion.fileId(), deletion.parts())) {
            throw new ApiError("ResourceNotFound", "The media does not exist.");
        }
    }
}
