package io.mediadeleter.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.MediaPart;
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
 * DescribeMediaInfos: tells what there is of up to 20 media, and which of them do not exist. Changes nothing.
 *
 * <p>Thread-safe: it holds no state but the account's, whose parts are thread-safe.
 */
public final class DescribeMediaInfosAction {

    private record Verdict(String outcome, Reply reply) {}

    private final Account account;
    private final Admission admission;
    private final InstantSource clock;

    public DescribeMediaInfosAction(Account account, InstantSource clock) {
        this.account = account;
        this.admission = new Admission(account, ApiAction.DESCRIBE_MEDIA_INFOS, account.describeQuota());
        this.clock = clock;
    }

    public Reply answer(ApiRequest request) {
        Instant arrivedAt = clock.instant();
        account.media().carryOut(arrivedAt);
        String requestId = UUID.randomUUID().toString();
        DescribeBody body = DescribeBody.read(request.body());
        Verdict verdict = judge(request, body, arrivedAt, requestId);
        account.described()
                .add(Call.description(arrivedAt, body.fileIds(), body.subAppId(), verdict.outcome(), requestId));
        return verdict.reply();
    }

    private Verdict judge(ApiRequest request, DescribeBody body, Instant arrivedAt, String requestId) {
        try {
            Optional<ScriptedFault> fault = admission.admit(request, arrivedAt, body.fileIds());
            if (fault.isPresent()) {
                return suffer(fault.get(), requestId);
            }
            DescribeBody.Question question = body.question();
            admission.checkSubApp(question.subAppId());
            return new Verdict(Call.OK, Replies.success(described(question), requestId));
        } catch (ApiError refusal) {
            return new Verdict(refusal.code(), Replies.refusal(refusal, requestId));
        }
    }

    private static Verdict suffer(ScriptedFault fault, String requestId) {
        ScriptedFault.Broken broken = (ScriptedFault.Broken) fault;
        return new Verdict(broken.toString(), Replies.broken(broken.wireFault(), requestId));
    }

    private ObjectNode described(DescribeBody.Question question) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        ArrayNode found = response.putArray("MediaInfoSet");
        ArrayNode missing = response.putArray("NotExistFileIdSet");
        for (String fileId : question.fileIds()) {
            Optional<List<MediaPart>> parts = account.media().parts(question.subAppId(), fileId);
            parts.ifPresentOrElse(
                    there -> found.add(MediaInfoJson.of(fileId, there, question.filters())), () -> missing.add(fileId));
        }
        return response;
    }
}
