package io.mediadeleter.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The API's answers, well-formed and broken. */
final class Replies {

    private static final int OK = 200;

    private Replies() {}

    static Reply success(String requestId) {
        return Reply.json(OK, body(requestId));
    }

    static Reply refusal(Refusal refusal, String requestId) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putObject("Error").put("Code", refusal.code()).put("Message", refusal.reason());
        return Reply.json(OK, wrapped(response.put("RequestId", requestId)));
    }

    static Reply broken(Breakage breakage, String requestId) {
        return switch (breakage) {
            case TIMEOUT -> new Reply.Silence();
            case RESET -> new Reply.Close();
            case GARBAGE -> Reply.json(OK, "<html><body>This is no JSON.</body></html>");
            case TRUNCATED -> new Reply.Answer(OK, Map.of(), body(requestId), true);
            case EMPTY -> Reply.json(OK, "");
            case NULL_REQUEST_ID -> Reply.json(OK, "{\"Response\":{\"RequestId\":null}}");
            case HTTP_500 -> Reply.json(500, "Internal Server Error");
            case HTTP_503 -> new Reply.Answer(503, Map.of("Retry-After", "0"), "Service Unavailable", false);
        };
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
