package io.mediadeleter.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.CallReport.CountedCalls;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The value of a process's report of its calls. Times are milliseconds of the brokers' clock. Stateless. */
final class ReportJson {

    /** A member tells one number a minute. */
    private static final int MOST_NUMBERS = 200;

    private ReportJson() {}

    static byte[] write(CallReport report) {
        var json = SmallJson.object()
                .put("version", ControlRecords.VERSION)
                .put("instance", report.instance())
                .put("number", report.number());
        if (report.limit() != null) {
            json.put("limit", report.limit());
        }
        ArrayNode counted = json.putArray("counted");
        report.counted()
                .forEach(calls ->
                        counted.addArray().add(calls.until().toEpochMilli()).add(calls.calls()));
        json.put("recent", report.recent()).put("reserved", report.reserved());
        return SmallJson.bytes(json);
    }

    /** Empty when it is none. */
    static Optional<CallReport> read(String process, byte[] value) {
        try {
            JsonNode json = SmallJson.read(value);
            String instance = json.path("instance").asText();
            if (json.path("version").asInt() != ControlRecords.VERSION
                    || !ControlRecords.NAME.matcher(instance).matches()) {
                return Optional.empty();
            }
            return Optional.of(new CallReport(
                    process,
                    instance,
                    whole(json.path("number"), Long.MAX_VALUE),
                    json.has("limit") ? (Integer) (int) whole(json.path("limit"), Integer.MAX_VALUE) : null,
                    counted(json.path("counted")),
                    (int) whole(json.path("recent"), Integer.MAX_VALUE),
                    (int) whole(json.path("reserved"), Integer.MAX_VALUE)));
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static List<CountedCalls> counted(JsonNode json) {
        if (!json.isArray() || json.size() > MOST_NUMBERS) {
            throw new IllegalArgumentException("counted");
        }
        List<CountedCalls> counted = new ArrayList<>();
        for (JsonNode calls : json) {
            long until = whole(calls.path(0), Instant.MAX.getEpochSecond());
            counted.add(new CountedCalls(Instant.ofEpochMilli(until), (int) whole(calls.path(1), Integer.MAX_VALUE)));
        }
        return counted;
    }

    private static long whole(JsonNode json, long most) {
        if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < 0 || json.longValue() > most) {
            throw new IllegalArgumentException("no number");
        }
        return json.longValue();
    }
}
