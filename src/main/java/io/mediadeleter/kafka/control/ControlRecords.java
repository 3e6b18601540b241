package io.mediadeleter.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Forgotten;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Replaced;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Undecided;
import io.mediadeleter.control.ControlEntry.Unknown;
import io.mediadeleter.control.ControlEntry.Unreported;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The control topic's records, as bytes and back. The holds' form is {@code schemas/media-delete-hold.schema.json}.
 * Thread-safe.
 */
public final class ControlRecords {

    /** What no key and no value of this topic is larger than. */
    public static final int MOST_BYTES = 16 << 10;

    private static final String PROBE = "instance:";
    private static final String START = "start:";
    private static final String REPORT = "calls:";
    private static final String TOPIC = "topic:";
    static final int VERSION = 1;

    /** An instance's name, as a Kafka client's names may be. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final Pattern PROCESS = Pattern.compile("[A-Za-z0-9._-]{1,300}");

    private static final Pattern TOPIC_ID = Pattern.compile("[A-Za-z0-9_-]{22}");

    private ControlRecords() {}

    /** The key of a hold. */
    public static byte[] key(Selector selector) {
        return bytes(selector.toString());
    }

    /** The value of a hold. */
    public static byte[] value(Put hold) {
        return HoldValue.write(hold);
    }

    /** The key of what has been decided about partitions without an offset. */
    static byte[] startKey() {
        return START.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] key(Probe probe) {
        return bytes(PROBE + probe.instance());
    }

    /**
     * The key of a mark: a record without a value that says nothing, by which a command finds its own place in the topic. It is
     * the tombstone of an instance that never was, so every reader knows it, and compaction leaves nothing of it.
     *
     * @param id like no instance's name
     */
    static byte[] mark(String id) {
        return bytes(PROBE + id);
    }

    private static byte[] value(Seen seen) {
        ObjectNode json = SmallJson.object()
                .put("version", VERSION)
                .put("process", seen.probe().process())
                .put("number", seen.probe().number());
        Membership member = seen.probe().member();
        if (member != null) {
            json.put("group", member.group()).put("member", member.memberId());
        }
        if (seen.report() != null) {
            InstanceReportJson.write(seen.report(), json.putObject("report"));
        }
        return SmallJson.bytes(json);
    }

    /**
     * The key of a record that says this.
     *
     * @throws IllegalArgumentException for an entry that nobody writes
     */
    static byte[] key(ControlEntry entry) {
        if (entry instanceof Seen seen) {
            return key(seen.probe());
        }
        if (entry instanceof Put put) {
            return key(put.selector());
        }
        if (entry instanceof Lifted lifted) {
            return key(lifted.selector());
        }
        if (entry instanceof Reported reported) {
            return bytes(REPORT + reported.report().process());
        }
        if (entry instanceof Unreported gone) {
            return bytes(REPORT + gone.process());
        }
        if (entry instanceof Replaced replaced) {
            return bytes(TOPIC + replaced.topicId());
        }
        throw new IllegalArgumentException("not to be written: " + entry);
    }

    /** The value of a record that says this; null for a tombstone. */
    static byte @Nullable [] value(ControlEntry entry) {
        if (entry instanceof Seen seen) {
            return value(seen);
        }
        if (entry instanceof Put put) {
            return value(put);
        }
        if (entry instanceof Replaced) {
            return SmallJson.bytes(SmallJson.object().put("version", VERSION));
        }
        return entry instanceof Reported reported ? ReportJson.write(reported.report()) : null;
    }

    /**
     * What a record says. A value that cannot be read under the key of a hold is a hold: whoever wrote it wanted something not to
     * be deleted.
     *
     * @param key null for a record without one
     * @param value null for a tombstone
     */
    public static ControlEntry read(byte @Nullable [] key, byte @Nullable [] value) {
        String text = text(key);
        if (text.startsWith(PROBE)) {
            return instance(text, value);
        }
        if (text.equals(START)) {
            return value == null
                    ? new Undecided()
                    : StartJson.read(value)
                            .<ControlEntry>map(decided -> decided)
                            .orElseGet(() -> new Unknown(text));
        }
        if (text.startsWith(REPORT)) {
            return report(text, value);
        }
        if (text.startsWith(TOPIC)) {
            String id = text.substring(TOPIC.length());
            return value != null && TOPIC_ID.matcher(id).matches() ? new Replaced(id) : new Unknown(text);
        }
        Optional<Selector> selector = Selector.parse(text);
        if (selector.isEmpty()) {
            return new Unknown(text);
        }
        return value == null ? new Lifted(selector.get()) : HoldValue.read(selector.get(), value);
    }

    private static ControlEntry instance(String key, byte @Nullable [] value) {
        String name = key.substring(PROBE.length());
        if (!NAME.matcher(name).matches()) {
            return new Unknown(key);
        }
        return value == null
                ? new Forgotten(name)
                : probe(name, value).<ControlEntry>map(seen -> seen).orElseGet(() -> new Unknown(key));
    }

    private static ControlEntry report(String key, byte @Nullable [] value) {
        String process = key.substring(REPORT.length());
        if (!PROCESS.matcher(process).matches()) {
            return new Unknown(key);
        }
        return value == null
                ? new Unreported(process)
                : ReportJson.read(process, value)
                        .<ControlEntry>map(Reported::new)
                        .orElseGet(() -> new Unknown(key));
    }

    private static Optional<Seen> probe(String name, byte[] value) {
        try {
            JsonNode json = SmallJson.read(value);
            String process = json.path("process").asText();
            boolean isProbe = json.path("version").asInt() == VERSION
                    && PROCESS.matcher(process).matches()
                    && json.path("number").isIntegralNumber()
                    && json.path("number").canConvertToLong()
                    && json.path("number").longValue() > 0;
            return isProbe
                    ? Optional.of(new Seen(
                            new Probe(name, process, json.path("number").longValue(), member(json)),
                            InstanceReportJson.read(json.path("report"))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    /** Null for those that tell nothing, or nothing that makes sense. */
    private static @Nullable Membership member(JsonNode json) {
        String group = json.path("group").asText();
        String member = json.path("member").asText();
        return Membership.isPossible(group) && Membership.isPossible(member) ? new Membership(group, member) : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] key) {
        return key == null || key.length > MOST_BYTES ? "" : Utf8.text(key).orElse("");
    }
}
