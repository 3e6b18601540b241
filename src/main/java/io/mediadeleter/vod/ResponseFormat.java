package io.mediadeleter.vod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a body is an answer of the API: {@code {"Response":{"RequestId":"…"}}}, or the same with an {@code Error} that
 * has a {@code Code}. The SDK takes whatever has a RequestId for a success, and of a property that is there twice the last.
 *
 * <p>A success may have properties that are not known here, as the API may get new ones, but none that sounds like an
 * error, at any depth where it tells nothing else. What is taken for no answer is called again, which does no harm.
 * Stateless, so thread-safe.
 */
final class ResponseFormat {

    private static final String RESPONSE = "Response";
    private static final String ERROR = "Error";
    private static final String REQUEST_ID = "RequestId";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** JSON, or what a server says that does not care. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("(?i)(application|text)/(json|[\\w.-]+\\+json|plain|octet-stream)\\s*(;.*)?");

    /**
     * Not Default, Failover, Invalidated, nor the err in Transferred, Preferred or Interrupted: that is where a word begins, also
     * behind an acronym, or the name ends.
     */
    private static final Pattern SOUNDS_LIKE_AN_ERROR = Pattern.compile(
            "(?s)(?i:.*(error|exception|fail(?!over)|(?<!de)fault|denied|refus|reject|invalid(?!at(e|ing|ion))"
                    + "|err_?(code|msg|message|no|info|list|detail)).*"
                    + "|(.*[^a-z])?err.*|.*errs?"
                    + "|(|status|ret|return|result|biz)_?code|message|msg|success|ok|response|request_?id)"
                    + "|.*[a-z0-9]E(?i:rr).*|.*[A-Z0-9]Err(?![a-z]).*|[A-Z0-9_]*ERR(?!ED|ING|AL|UPT|IDE(?!NT)|IDDEN|IDING|ER|ITOR|AIN|ELAT)[A-Z0-9_]*");

    private static final List<JsonNode> NOTHING = List.of();

    private ResponseFormat() {}

    /**
     * What keeps this from being an answer of the API; empty when nothing does.
     *
     * @param contentType as the answer says it; null when it says none
     */
    static Optional<String> objection(byte[] body, @Nullable String contentType, ApiUse use) {
        if (body.length == 0) {
            return Optional.of("it is empty");
        }
        if (contentType != null && !MEDIA_TYPE.matcher(contentType).matches()) {
            return Optional.of("it is " + contentType);
        }
        try {
            return objection(JSON.readTree(body), use);
        } catch (JsonProcessingException notJson) {
            return Optional.of("it is not JSON: " + notJson.getOriginalMessage());
        } catch (IOException notText) {
            return Optional.of("it is not JSON: " + notText.getMessage());
        }
    }

    /** The RequestId of an answer; empty where there is none that has the form of one. */
    static Optional<String> requestId(String answer) {
        try {
            String id = JSON.readTree(answer).path(RESPONSE).path(REQUEST_ID).textValue();
            return Optional.ofNullable(id).filter(CallFaults::isRequestId);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> objection(JsonNode answer, ApiUse use) {
        JsonNode response = answer.path(RESPONSE);
        if (!response.isObject() || answer.size() != 1) {
            return Optional.of("it is not one object named Response");
        }
        return response.has(ERROR) ? objectionToError(response) : objectionToSuccess(response, use);
    }

    /** The SDK would make a text of any RequestId. */
    private static Optional<String> objectionToError(JsonNode response) {
        JsonNode id = response.path(REQUEST_ID);
        if (!(id.isTextual() || id.isNull() || id.isMissingNode())) {
            return Optional.of("its RequestId is no text");
        }
        JsonNode error = response.path(ERROR);
        return error.path("Code").asText().isBlank() || !error.path("Code").isTextual()
                ? Optional.of("its Error has no Code")
                : Optional.empty();
    }

    private static Optional<String> objectionToSuccess(JsonNode response, ApiUse use) {
        if (!CallFaults.isRequestId(response.path(REQUEST_ID).textValue())) {
            return Optional.of("it has neither Error nor RequestId");
        }
        return suspect(response, true, use.everyNameCounts()).map(name -> "it has no Error, but " + name);
    }

    /** The first name that sounds like an error's. */
    private static Optional<String> suspect(JsonNode node, boolean outermost, boolean deeply) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            boolean isTheRequestId = outermost && field.getKey().equals(REQUEST_ID);
            if (!isTheRequestId && SOUNDS_LIKE_AN_ERROR.matcher(field.getKey()).matches()) {
                return Optional.of(field.getKey());
            }
        }
        for (JsonNode inner : deeply ? node : NOTHING) {
            Optional<String> found = suspect(inner, false, true);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
