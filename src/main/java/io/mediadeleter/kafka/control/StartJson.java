package io.mediadeleter.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.control.ControlEntry.Decided;
import io.mediadeleter.control.StartPosition;
import io.mediadeleter.control.StartPosition.Latest;
import io.mediadeleter.event.Partition;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The record by which somebody decides about partitions without an offset: {@code position} is earliest, latest or a time;
 * {@code by} and {@code at} are for people; {@code ends} has, for each topic, where its partitions ended, by their numbers, null
 * for those that nothing is decided about. Stateless.
 */
final class StartJson {

    private static final int LONGEST_BY = 250;
    private static final int MOST_PARTITIONS = 100_000;

    private StartJson() {}

    /**
     * Writes it; the ends are left out where they are too many and do not matter.
     *
     * @throws ControlFailure when they are too many and matter
     */
    static byte[] write(Decided decided, Instant at) {
        byte[] whole = SmallJson.bytes(json(decided, at, decided.ends()));
        if (whole.length <= ControlRecords.MOST_BYTES) {
            return whole;
        }
        if (decided.position() instanceof Latest) {
            throw new ControlFailure(
                    "Nothing was decided: where " + decided.ends().size()
                            + " partitions end is more than a record of the control topic holds. Give a time in place of latest");
        }
        return SmallJson.bytes(json(decided, at, Map.of()));
    }

    private static ObjectNode json(Decided decided, Instant at, Map<Partition, Long> ends) {
        ObjectNode json = SmallJson.object().put("position", decided.position().toString());
        if (decided.by() != null) {
            json.put("by", decided.by());
        }
        json.put("at", at.toString());
        if (!ends.isEmpty()) {
            ObjectNode topics = json.putObject("ends");
            ends.forEach((partition, end) -> {
                ArrayNode numbers = topics.withArray("/" + partition.topic());
                while (numbers.size() <= partition.number()) {
                    numbers.addNull();
                }
                numbers.set(partition.number(), end);
            });
        }
        return json;
    }

    /** Empty when it cannot be read: then nobody has decided. */
    static Optional<Decided> read(byte[] value) {
        try {
            JsonNode json = SmallJson.read(value);
            String by = json.path("by").isTextual() ? json.path("by").asText() : null;
            return StartPosition.parse(json.path("position").asText())
                    .map(position -> new Decided(
                            position,
                            by == null ? null : by.substring(0, Math.min(LONGEST_BY, by.length())),
                            ends(json.path("ends"))));
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static Map<Partition, Long> ends(JsonNode topics) {
        Map<Partition, Long> ends = new HashMap<>();
        topics.properties().forEach(topic -> {
            for (int number = 0; number < topic.getValue().size() && ends.size() < MOST_PARTITIONS; number++) {
                JsonNode end = topic.getValue().get(number);
                if (end.isIntegralNumber() && end.canConvertToLong() && end.longValue() >= 0) {
                    ends.put(new Partition(topic.getKey(), number), end.longValue());
                }
            }
        });
        return ends;
    }
}
