package io.mediadeleter.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.CallLog;
import io.mediadeleter.simulator.api.Reply;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.simulator.request.ApiAction;
import io.mediadeleter.simulator.request.ApiRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP API to look into the simulator and to change it while it runs; it asks for no signature. Bad input gets a 400
 * that says what is wrong, and changes nothing.
 *
 * <p>Thread-safe: it holds no state but the account's, whose parts are thread-safe.
 */
public record ControlApi(Account account) {

    private static final String ROUTES =
            "GET /control/state, GET /control/calls?limit=&fileId=&action=, POST and DELETE"
                    + " /control/media, GET, POST and DELETE /control/faults, PUT /control/settings";
    private static final Set<String> MEDIA_FIELDS = Set.of("fileIds", "subAppId");
    private static final Set<String> SETTINGS_FIELDS = Set.of("quota", "latency");
    private static final int DEFAULT_CALLS = 100;
    private static final int MOST_CALLS = 10_000;
    private static final String ACTION = "action=";
    private static final Pattern LIMIT = Pattern.compile("limit=(\\d{1,5})");
    private static final Pattern FILE_ID = Pattern.compile("fileId=(\\d{1,32})");

    public Reply answer(ApiRequest request) {
        try {
            return switch (request.method() + " " + request.path()) {
                case "GET /control/state" -> ok(ControlJson.state(account));
                case "GET /control/calls" -> ok(calls(request.query()));
                case "POST /control/media" -> ok(putMedia(request.body()));
                case "DELETE /control/media" -> ok(removeMedia(request.body()));
                case "GET /control/faults" -> ok(ControlJson.faults(account));
                case "POST /control/faults" -> ok(addFaults(request.body()));
                case "DELETE /control/faults" -> ok(clearFaults());
                case "PUT /control/settings" -> ok(changeSettings(request.body()));
                default ->
                    Reply.json(
                            404,
                            ControlJson.error("there are: " + ROUTES
                                            + "; DeleteMedia is POST /, and so is DescribeMediaInfos")
                                    .toString());
            };
        } catch (IllegalArgumentException wrong) {
            return Reply.json(
                    400, ControlJson.error(String.valueOf(wrong.getMessage())).toString());
        }
    }

    private static Reply ok(ObjectNode body) {
        return Reply.json(200, body.toString());
    }

    private ObjectNode calls(String query) {
        int limit = DEFAULT_CALLS;
        Optional<String> fileId = Optional.empty();
        CallLog log = account.calls();
        for (String pair : query.isEmpty() ? List.<String>of() : List.of(query.split("&", -1))) {
            Matcher asLimit = LIMIT.matcher(pair);
            Matcher asFileId = FILE_ID.matcher(pair);
            Optional<ApiAction> asAction = Optional.of(pair)
                    .filter(text -> text.startsWith(ACTION))
                    .flatMap(text -> ApiAction.named(text.substring(ACTION.length())));
            if (asLimit.matches()) {
                limit = Math.min(Integer.parseInt(asLimit.group(1)), MOST_CALLS);
            } else if (asFileId.matches()) {
                fileId = Optional.of(asFileId.group(1));
            } else if (asAction.isPresent()) {
                log = asAction.get() == ApiAction.DELETE_MEDIA ? account.calls() : account.described();
            } else {
                throw new IllegalArgumentException("not limit=NUMBER, fileId=DIGITS or action=" + ApiAction.all() + ": "
                        + pair + "; the limit is at most " + MOST_CALLS);
            }
        }
        return ControlJson.calls(log.newest(limit, fileId));
    }

    private ObjectNode putMedia(byte[] body) {
        return changeMedia(body, (fileId, subAppId) -> account.media().put(subAppId, fileId));
    }

    private ObjectNode removeMedia(byte[] body) {
        return changeMedia(body, (fileId, subAppId) -> account.media().remove(subAppId, fileId));
    }

    private ObjectNode changeMedia(byte[] body, ObjLongConsumer<String> change) {
        ControlBody named = ControlBody.read(body, MEDIA_FIELDS);
        long subAppId = named.number("subAppId", Long.MAX_VALUE).orElse(0L);
        named.fileIds().forEach(fileId -> change.accept(fileId, subAppId));
        return ControlJson.media(account);
    }

    /** A list without a fault says that there are none from now on. */
    private ObjectNode addFaults(byte[] body) {
        List<FaultRule> rules = ControlBody.read(body, Set.of("faults")).faultRules();
        if (rules.isEmpty()) {
            return clearFaults();
        }
        rules.forEach(account.faults()::add);
        return ControlJson.faults(account);
    }

    private ObjectNode clearFaults() {
        account.faults().clear();
        return ControlJson.faults(account);
    }

    private ObjectNode changeSettings(byte[] body) {
        ControlBody changes = ControlBody.read(body, SETTINGS_FIELDS);
        Optional<Long> quota = changes.number("quota", Integer.MAX_VALUE);
        Optional<Latency> latency = changes.text("latency").map(Latency::parse);
        quota.map(Long::intValue).ifPresent(perSecond -> {
            account.quota().limit(perSecond);
            account.describeQuota().limit(perSecond);
        });
        latency.ifPresent(account.pace()::latency);
        return ControlJson.settings(account);
    }
}
