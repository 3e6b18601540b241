package io.mediadeleter.simulator.api;

import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.Deletion;
import io.mediadeleter.simulator.fault.ScriptedFault;
import io.mediadeleter.simulator.request.ApiAction;
import io.mediadeleter.simulator.request.ApiError;
import io.mediadeleter.simulator.request.ApiRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * DeleteMedia: from a request to its answer. What it decides is done and logged before the answer goes out.
 *
 * <p>Thread-safe: it holds no state but the account's, whose parts are thread-safe.
 */
public final class DeleteMediaAction {

    /**
     * How a call ends.
     *
     * @param accepted the deletion happened
     */
    private record Verdict(String outcome, boolean accepted, Reply reply) {}

    private final Account account;
    private final Admission admission;
    private final InstantSource clock;

    public DeleteMediaAction(Account account, InstantSource clock) {
        this.account = account;
        this.admission = new Admission(account, ApiAction.DELETE_MEDIA, account.quota());
        this.clock = clock;
    }

    public Reply answer(ApiRequest request) {
        Instant arrivedAt = clock.instant();
        account.media().carryOut(arrivedAt);
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
            List<String> fileIds = body.fileId().stream().toList();
            Optional<ScriptedFault> fault = admission.admit(request, arrivedAt, fileIds);
            if (fault.isPresent()) {
                return suffer(fault.get(), body, arrivedAt, requestId);
            }
            delete(body.deletion());
            return new Verdict(Call.OK, true, Replies.success(requestId));
        } catch (ApiError refusal) {
            return new Verdict(refusal.code(), false, Replies.refusal(refusal, requestId));
        }
    }

    private Verdict suffer(ScriptedFault fault, DeletionBody body, Instant arrivedAt, String requestId)
            throws ApiError {
        if (fault instanceof ScriptedFault.Unkept unkept) {
            return promise(unkept, body.deletion(), arrivedAt, requestId);
        }
        ScriptedFault.Broken broken = (ScriptedFault.Broken) fault;
        return new Verdict(
                broken.toString(), broken.applied() && deletes(body), Replies.broken(broken.wireFault(), requestId));
    }

    /** Answers with success, and deletes later or never. */
    private Verdict promise(ScriptedFault.Unkept unkept, Deletion deletion, Instant arrivedAt, String requestId)
            throws ApiError {
        admission.checkSubApp(deletion.subAppId());
        if (!account.media().keep(deletion.subAppId(), deletion.fileId(), deletion.parts())) {
            throw absent();
        }
        unkept.delay().ifPresent(delay -> account.media().deleteAt(arrivedAt.plus(delay), deletion));
        return new Verdict(unkept.toString(), unkept.delay().isPresent(), Replies.success(requestId));
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
        admission.checkSubApp(deletion.subAppId());
        if (!account.media().delete(deletion.subAppId(), deletion.fileId(), deletion.parts())) {
            throw absent();
        }
    }

    private static ApiError absent() {
        return new ApiError("ResourceNotFound", "The media does not exist.");
    }
}
