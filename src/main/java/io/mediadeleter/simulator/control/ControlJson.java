package io.mediadeleter.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.CallLog;
import io.mediadeleter.simulator.request.ApiAction;
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
        CallLog.Stats described = account.described().stats();
        ObjectNode describing = state.putObject("described").put("calls", described.total());
        ObjectNode answers = describing.putObject("outcomes");
        described.outcomes().forEach(answers::put);
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
                    .put("action", call.action().text())
                    .put("arrivedAt", call.arrivedAt().toString());
            if (call.action() == ApiAction.DELETE_MEDIA) {
                deletion(call, item);
            } else {
                call.fileIds().forEach(item.putArray("fileIds")::add);
                item.put("subAppId", call.subAppId()).put("outcome", call.outcome());
            }
            item.put("requestId", call.requestId());
        }
        return body;
    }

    private static void deletion(Call call, ObjectNode item) {
        item.put("fileId", call.fileId().orElse(null)).put("subAppId", call.subAppId());
        ArrayNode parts = item.putArray("parts");
        call.parts().forEach(part -> parts.addObject().put("type", part.type()).put("definition", part.definition()));
        item.put("outcome", call.outcome()).put("accepted", call.accepted());
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
