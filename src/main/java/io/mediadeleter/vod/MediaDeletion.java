package io.mediadeleter.vod;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Deleted;
import io.mediadeleter.rule.Outcome.Failed;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One blocking DeleteMedia call after the other, each at most one request. Thread-safe.
 *
 * <p>It is the SDK's call by name, with a body that is written here. The typed one makes a Gson for each call, and reads the answer
 * again that {@link ResponseFormat} has read: 36 kB in place of 22.
 */
final class MediaDeletion {

    private final ApiConnection connection;
    private final CredentialSource credentials;
    private final CallFaults faults;

    MediaDeletion(ApiConnection connection, CredentialSource credentials, CallFaults faults) {
        this.connection = connection;
        this.credentials = credentials;
        this.faults = faults;
    }

    /**
     * Does what can be done of a call before there is one, so that the first need not wait for classes to load: a call that
     * names no action is signed, and {@link ApiConnection.OneActionInterceptor} refuses to send it.
     */
    void prepare() {
        var unused = ResponseFormat.objection("{}".getBytes(UTF_8), null, ApiUse.DELETION);
        Keys.now(credentials).ifPresent(own -> {
            try {
                connection.client(own).call("", "{}");
            } catch (TencentCloudSDKException | RuntimeException refused) {
                // as it should be: it was never to be sent
            }
        });
    }

    /**
     * Makes the call and waits for its end, at most for the call timeout. Throws nothing but an {@link Error}.
     *
     * @param stillMay asked when the request is about to be written; when it says no, nothing is sent
     */
    Outcome call(MediaId media, Scope scope, BooleanSupplier stillMay) {
        return SendGuard.asking(
                stillMay,
                // Without this, the SDK sends the request signed with "null".
                () -> Keys.now(credentials)
                        .map(own -> call(media, scope, own))
                        .orElseGet(() -> new Failed(faults.noCredentials())));
    }

    private Outcome call(MediaId media, Scope scope, Keys keys) {
        try {
            String answer = connection.client(keys).call(ApiUse.DELETION.action(), body(media, scope));
            return ResponseFormat.requestId(answer)
                    .<Outcome>map(Deleted::new)
                    .orElseGet(() -> new Failed(faults.invalidResponse("success without RequestId")));
        } catch (TencentCloudSDKException | RuntimeException e) {
            return new Failed(faults.of(e, keys::redact));
        }
    }

    /** What the SDK's DeleteMediaRequest would be as JSON. Without DeleteParts it is the whole media. */
    static String body(MediaId media, Scope scope) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("FileId", media.fileId());
        if (media.subAppId() != null) {
            body.put("SubAppId", media.subAppId());
        }
        return scope.match(() -> body, parts -> body.set("DeleteParts", items(parts)))
                .toString();
    }

    private static ArrayNode items(List<Part> parts) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (Part part : parts) {
            ObjectNode item = items.addObject().put("Type", part.type());
            if (part.definition() != null) {
                item.put("Definition", part.definition());
            }
        }
        return items;
    }
}
