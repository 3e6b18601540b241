package io.mediadeleter.simulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.simulator.fault.WireFault;
import io.mediadeleter.simulator.request.ApiError;
import java.util.HashMap;
import java.util.Map;

/** The API's answers, well-formed and broken. */
final class Replies {

    private static final int OK = 200;

    private Replies() {}

    static Reply success(String requestId) {
        return Reply.json(OK, body(requestId));
    }

    /** A success with more to tell than that. */
    static Reply success(ObjectNode response, String requestId) {
        return Reply.json(OK, wrapped(response.put("RequestId", requestId)));
    }

    static Reply refusal(ApiError refusal, String requestId) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putObject("Error").put("Code", refusal.code()).put("Message", refusal.reason());
        return Reply.json(OK, wrapped(response.put("RequestId", requestId)));
    }

    static Reply broken(WireFault wireFault, String requestId) {
        return switch (wireFault) {
            case TIMEOUT -> new Reply.Silence();
            case RESET -> new Reply.Close();
            case GARBAGE -> Reply.json(OK, "<html><body>This is no JSON.</body></html>");
            case TRUNCATED -> new Reply.Answer(OK, Map.of(), body(requestId), true);
            case EMPTY -> Reply.json(OK, "");
            case NULL_REQUEST_ID -> Reply.json(OK, "{\"Response\":{\"RequestId\":null}}");
            case HTML -> page(OK, Map.of(), "Please sign in");
            case LOWER_CASE_ERROR ->
                Reply.json(
                        OK,
                        "{\"Response\":{\"error\":{\"code\":\"InternalError\"},\"RequestId\":\"" + requestId + "\"}}");
            case ERROR_OUTSIDE ->
                Reply.json(
                        OK,
                        "{\"Response\":{\"RequestId\":\"" + requestId + "\"},\"Error\":{\"Code\":\"InternalError\"}}");
            case ABSENT_WITHOUT_REQUEST_ID ->
                Reply.json(OK, "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound\",\"Message\":\"gone\"}}}");
            case HTTP_302 -> page(302, Map.of("Location", "/login"), "Found");
            case HTTP_403 -> page(403, Map.of(), "Forbidden");
            case HTTP_407 -> page(407, Map.of("Proxy-Authenticate", "Basic"), "Proxy Authentication Required");
            case HTTP_429 ->
                page(429, Map.of("Retry-After", String.valueOf(WireFault.RETRY_AFTER)), "Too Many Requests");
            case HTTP_502 -> page(502, Map.of(), "Bad Gateway");
            case HTTP_504 -> page(504, Map.of(), "Gateway Timeout");
            case HTTP_500 -> Reply.json(500, "Internal Server Error");
            case HTTP_503 -> new Reply.Answer(503, Map.of("Retry-After", "0"), "Service Unavailable", false);
        };
    }

    private static Reply page(int status, Map<String, String> headers, String title) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "text/html");
        return new Reply.Answer(status, all, "<html><body>" + title + "</body></html>", false);
    }

    private static String body(String requestId) {
        return wrapped(JsonNodeFactory.instance.objectNode().put("RequestId", requestId));
    }

    private static String wrapped(ObjectNode response) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("Response", response);
        return body.toString();
    }
}
