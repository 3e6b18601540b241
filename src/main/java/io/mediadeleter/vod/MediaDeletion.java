package io.mediadeleter.vod;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.vod.v20180717.models.DeleteMediaRequest;
import com.tencentcloudapi.vod.v20180717.models.DeleteMediaResponse;
import com.tencentcloudapi.vod.v20180717.models.MediaDeleteItem;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Deleted;
import io.mediadeleter.rule.Outcome.Failed;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One blocking DeleteMedia call after the other, each at most one request. Safe for any thread. */
final class MediaDeletion {

    private final ApiConnection connection;
    private final CredentialSource credentials;
    private final CallFaults faults;

    MediaDeletion(ApiConnection connection, CredentialSource credentials, CallFaults faults) {
        this.connection = connection;
        this.credentials = credentials;
        this.faults = faults;
    }

    /** Does what can be done of a call before there is one: classes are loaded, and the client is made. */
    void prepare() {
        Keys.now(credentials).ifPresent(connection::client);
        var unused = AnswerForm.objection("{}".getBytes(UTF_8), null, ApiUse.DELETION);
        AbstractModel.fromJsonString(AbstractModel.toJsonString(new DeleteMediaRequest()), DeleteMediaResponse.class);
    }

    /** Makes the call and waits for its end, at most for the call timeout. Throws nothing but an {@link Error}. */
    Outcome call(MediaId media, Scope scope) {
        return call(media, scope, () -> true);
    }

    /**
     * The same with a last look.
     *
     * @param stillMay asked when the request is about to be written; when it says no, nothing is sent
     */
    Outcome call(MediaId media, Scope scope, BooleanSupplier stillMay) {
        return Sending.asking(
                stillMay,
                // Without this, the SDK sends the request signed with "null".
                () -> Keys.now(credentials)
                        .map(own -> call(request(media, scope), own))
                        .orElseGet(() -> new Failed(faults.noCredentials())));
    }

    private Outcome call(DeleteMediaRequest request, Keys keys) {
        try {
            String requestId = connection.client(keys).DeleteMedia(request).getRequestId();
            // The SDK takes an answer without any content for a success.
            return CallFaults.isRequestId(requestId)
                    ? new Deleted(requestId)
                    : new Failed(faults.invalidResponse("success without RequestId"));
        } catch (TencentCloudSDKException | RuntimeException e) {
            return new Failed(faults.of(e, keys::redact));
        }
    }

    /** A new one for each call: the SDK writes into it. */
    private static DeleteMediaRequest request(MediaId media, Scope scope) {
        DeleteMediaRequest request = new DeleteMediaRequest();
        request.setFileId(media.fileId());
        if (media.subAppId() != null) {
            request.setSubAppId(media.subAppId());
        }
        partsOf(scope).ifPresent(request::setDeleteParts);
        return request;
    }

    /** Empty is the whole media, and then the property is not sent at all. */
    private static Optional<MediaDeleteItem[]> partsOf(Scope scope) {
        return scope.match(Optional::empty, parts -> Optional.of(items(parts)));
    }

    private static MediaDeleteItem[] items(List<Part> parts) {
        return parts.stream().map(MediaDeletion::item).toArray(MediaDeleteItem[]::new);
    }

    private static MediaDeleteItem item(Part part) {
        MediaDeleteItem item = new MediaDeleteItem();
        item.setType(part.type());
        if (part.definition() != null) {
            item.setDefinition(part.definition());
        }
        return item;
    }
}
