package io.mediadeleter.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the control API shows, as JSON. */
final class ControlJson {

    private ControlJson() {}

    static ObjectNode state(Account account) {
        CallLog.Stats stats = account.calls().stats();
        ObjectNode state = object().put("media", account.media().count())
                .put("calls", stats.total())
                .put("accepted", stats.accepted())
                .put("refused", stats.refused());
        ObjectNode outcomes = state.putObject("outcomes");
        stats.outcomes().forEach(outcomes::put);
        return state.put("busiestSecond", account.quota().busiestSecond()).setAll(settings(account));
    }

    static ObjectNode settings(Account account) {
        return object().put("quota", account.quota().limit())
                .put("latency", account.pace().latency().toString());
    }

    static ObjectNode calls(List<Call> calls) {
        ObjectNode body = object();
        ArrayNode items = body.putArray("calls");
        for (Call call : calls) {
            ObjectNode item = items.addObject()
                    .put("arrivedAt", call.arrivedAt().toString())
                    .put("fileId", call.fileId().orElse(null))
                    .put("subAppId", call.subAppId());
            ArrayNode parts = item.putArray("parts");
            call.parts()
                    .forEach(part -> parts.addObject().put("type", part.type()).put("definition", part.definition()));
            item.put("outcome", call.outcome()).put("accepted", call.accepted()).put("requestId", call.requestId());
        }
        return body;
    }

    static ObjectNode media(Account account) {
        return object().put("media", account.media().count());
    }

    static ObjectNode faults(Account account) {
        ObjectNode body = object();
        ArrayNode rules = body.putArray("faults");
        account.faults().rules().forEach(rule -> rules.add(rule.toString()));
        return body;
    }

    static ObjectNode error(String message) {
        return object().put("error", message);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
