package io.mediadeleter.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.text.Excerpt;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a probe tells of its instance, as the object {@code report} of the probe's value. Whatever is odd in it is left out: a
 * probe counts without, too. Stateless.
 */
final class InstanceReportJson {

    private InstanceReportJson() {}

    static void write(InstanceReport report, ObjectNode json) {
        json.put("level", report.level().name().toLowerCase(Locale.ROOT));
        putShort(json, "code", report.code(), InstanceReport.LONGEST_NAME);
        putShort(json, "text", report.text(), InstanceReport.LONGEST_TEXT);
        if (report.isDryRun()) {
            json.put("dryRun", true);
        }
        putShort(json, "endpoint", report.endpoint(), InstanceReport.LONGEST_NAME);
        json.put("waiting", report.waiting())
                .put("inFlight", report.inFlight())
                .put("maxInFlight", report.maxInFlight());
        Lately lately = report.lately();
        ObjectNode calls = json.putObject("lately")
                .put("seconds", lately.seconds())
                .put("ended", lately.ended())
                .put("failed", lately.failed())
                .put("throttled", lately.throttled())
                .put("settled", lately.settled())
                .put("millis", lately.millis());
        putShort(calls, "code", lately.code(), InstanceReport.LONGEST_NAME);
        putShort(json, "host", report.host(), InstanceReport.LONGEST_NAME);
        Namesake namesake = report.namesake();
        if (namesake != null) {
            ObjectNode other =
                    json.putObject("namesake").put("seen", namesake.seen().toEpochMilli());
            putShort(other, "host", namesake.host(), InstanceReport.LONGEST_NAME);
        }
    }

    /** Null when there is none. */
    static @Nullable InstanceReport read(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        JsonNode calls = json.path("lately");
        return new InstanceReport(
                level(json.path("level").asText()),
                text(json, "code", InstanceReport.LONGEST_NAME),
                text(json, "text", InstanceReport.LONGEST_TEXT),
                json.path("dryRun").asBoolean(),
                text(json, "endpoint", InstanceReport.LONGEST_NAME),
                count(json, "waiting"),
                count(json, "inFlight"),
                count(json, "maxInFlight"),
                new Lately(
                        Math.max(1, count(calls, "seconds")),
                        count(calls, "ended"),
                        count(calls, "failed"),
                        count(calls, "throttled"),
                        count(calls, "settled"),
                        Math.max(0, calls.path("millis").asLong()),
                        text(calls, "code", InstanceReport.LONGEST_NAME)),
                text(json, "host", InstanceReport.LONGEST_NAME),
                namesake(json.path("namesake")));
    }

    private static @Nullable Namesake namesake(JsonNode json) {
        JsonNode seen = json.path("seen");
        return seen.isIntegralNumber() && seen.canConvertToLong()
                ? new Namesake(Instant.ofEpochMilli(seen.longValue()), text(json, "host", InstanceReport.LONGEST_NAME))
                : null;
    }

    /** One that this version does not know is no reason for alarm. */
    private static Level level(String name) {
        return Arrays.stream(Level.values())
                .filter(level -> level.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(Level.BUSY);
    }

    private static void putShort(ObjectNode json, String name, @Nullable String text, int longest) {
        if (text != null) {
            json.put(name, Excerpt.of(text, longest));
        }
    }

    private static @Nullable String text(JsonNode json, String name, int longest) {
        String text = json.path(name).asText();
        return text.isEmpty() ? null : Excerpt.of(text, longest);
    }

    private static int count(JsonNode json, String name) {
        return Math.max(0, json.path(name).asInt());
    }
}
