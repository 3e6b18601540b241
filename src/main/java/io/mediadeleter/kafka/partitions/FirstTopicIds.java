package io.mediadeleter.kafka.partitions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which topic of each name was the first that the group worked on. Every commit carries it, on every partition, so that it
 * outlives a topic: Kafka forgets what was committed for a topic that is deleted. Topics are named by the checksum of their
 * names, as the text has to be short. Immutable.
 */
record FirstTopicIds(Map<String, String> byName) {

    /** Stands for a first topic whose id nobody knows, only that it is not the present one. */
    static final String UNKNOWN = "-".repeat(22);

    static final FirstTopicIds NONE = new FirstTopicIds(Map.of());

    /** So many fit into what Kafka keeps of a commit, 4,096 bytes, beside the largest set of what is settled. */
    static final int MOST = 40;

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{22}");
    private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{8}" + ID);

    FirstTopicIds {
        byName = Map.copyOf(byName);
    }

    /** Reads what {@link #text} writes; what makes no sense is left out. */
    static FirstTopicIds read(String text) {
        return new FirstTopicIds(Arrays.stream(text.split(",", -1))
                .filter(entry -> ENTRY.matcher(entry).matches())
                .collect(Collectors.toMap(
                        entry -> entry.substring(0, 8), entry -> entry.substring(8), (one, other) -> one)));
    }

    /** Whether the text is a topic's id; anything else would be committed with every partition. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    Optional<String> of(String topic) {
        return Optional.ofNullable(byName.get(checksum(topic)));
    }

    /** With this one, unless one is known. */
    FirstTopicIds with(String topic, String id) {
        return and(new FirstTopicIds(Map.of(checksum(topic), id)));
    }

    /** With this one, whatever is known. */
    FirstTopicIds instead(String topic, String id) {
        return new FirstTopicIds(Map.of(checksum(topic), id)).and(this);
    }

    /** With those of others that are not known here. */
    FirstTopicIds and(FirstTopicIds others) {
        Map<String, String> all = new HashMap<>(others.byName);
        all.putAll(byName);
        return new FirstTopicIds(all);
    }

    /** At most {@value #MOST} of them, those of these topics before others. */
    FirstTopicIds within(Collection<String> topics) {
        Map<String, String> kept = new HashMap<>();
        Stream.concat(topics.stream().map(FirstTopicIds::checksum), new TreeMap<>(byName).keySet().stream())
                .filter(byName::containsKey)
                .distinct()
                .limit(MOST)
                .forEach(name -> kept.put(name, byName.get(name)));
        return new FirstTopicIds(kept);
    }

    String text() {
        return new TreeMap<>(byName)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    /** The topic's id, or null if it still has the one under which it was first seen, or either is not known. */
    @Nullable
    String idUnlessFirst(String topic, @Nullable String present) {
        return present == null || of(topic).map(present::equals).orElse(true) ? null : present;
    }

    private static String checksum(String topic) {
        CRC32C crc = new CRC32C();
        crc.update(topic.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
