package io.mediadeleter.cli.deadletters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.OriginHistory;
import io.mediadeleter.event.Header;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.text.Utf8;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A letter as JSON, on one line. What a letter does not have is left out. Immutable. */
record DeadLetterJson(MediaExtractor extractor, OriginHistory history) {

    /** What is known about the letter. */
    ObjectNode summary(DeadLetter letter) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        letter.origin().ifPresent(origin -> json.put("origin", origin.toString()));
        history.disproof(letter).ifPresent(why -> json.put("disproved", why));
        json.put("place", letter.place());
        json.put("faultKind", letter.faultKind());
        if (!letter.faultCode().isEmpty()) {
            json.put("faultCode", letter.faultCode());
        }
        letter.headers().text(MdHeaders.FAULT_MESSAGE).ifPresent(text -> json.put("faultMessage", text));
        letter.hold().ifPresent(key -> json.put("hold", key));
        letter.headers().text(MdHeaders.FAULT_REQUEST_ID).ifPresent(text -> json.put("requestId", text));
        letter.headers().instant(MdHeaders.ORIGIN_TIMESTAMP).ifPresent(time -> json.put("writtenAt", time.toString()));
        letter.headers()
                .instant(MdHeaders.FIRST_FAILED_AT)
                .ifPresent(time -> json.put("firstFailedAt", time.toString()));
        json.put("failedAt", letter.failedAt().toString());
        json.put("attempts", letter.headers().count(MdHeaders.ATTEMPT));
        json.put("replays", letter.replays());
        letter.headers().instant(MdHeaders.REPLAYED_AT).ifPresent(time -> json.put("replayedAt", time.toString()));
        MediaExtractor.Media media = extractor.at(letter);
        if (media.fileId() != null) {
            json.put("fileId", media.fileId());
        }
        if (media.subAppId() != null) {
            json.put("subAppId", media.subAppId());
        }
        return json;
    }

    /** The same with its headers, key and value. */
    ObjectNode whole(DeadLetter letter) {
        ObjectNode json = summary(letter);
        letter.headers().text(MdHeaders.ORIGIN_KEY).ifPresent(key -> json.put("requestKeyBase64", key));
        put(json, "key", letter.message().key());
        put(
                json,
                "value",
                letter.isNullValue() || letter.droppedBytes().isPresent()
                        ? null
                        : letter.message().value());
        var headers = json.putArray("headers");
        for (Header header : letter.message().headers()) {
            put(headers.addObject().put("name", header.name()), "value", header.value());
        }
        return json;
    }

    /** As text where it is UTF-8, else in base64 under a name that says so. */
    private static void put(ObjectNode json, String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            json.putNull(name);
            return;
        }
        Utf8.text(bytes)
                .ifPresentOrElse(
                        text -> json.put(name, text),
                        () -> json.put(name + "Base64", Base64.getEncoder().encodeToString(bytes)));
    }
}
