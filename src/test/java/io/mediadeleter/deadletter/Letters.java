package io.mediadeleter.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Letters for tests. */
public final class Letters {

    /** When their records were written. */
    public static final Instant WRITTEN = Instant.parse("2026-11-25T09:14:00Z");

    /** Of a topic in which there is a place for each letter of these tests. */
    public static final OriginHistory HISTORY = new OriginHistory(
            Map.of("requested", new OriginHistory.TopicHistory("n5PIPVLcQkOuPtzkKPWEjA", Map.of(0, 100L, 11, 8L))),
            Map.of());

    /** There is no default. */
    public static final SubAppChoice TODAY = new SubAppChoice(null, null);

    private Letters() {}

    /** A letter at offset 7 of partition 0; headers are name and text by turns. */
    public static DeadLetter letter(String key, String value, String... headers) {
        List<Header> all = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(new Header(headers[i], headers[i + 1].getBytes(UTF_8)));
        }
        Message message = new Message(key.getBytes(UTF_8), value.getBytes(UTF_8), all, WRITTEN);
        return DeadLetter.of(
                new Partition("requested.dead-letter", 0), 7, message, topic -> topic.startsWith("requested"));
    }

    /** A letter of this fault. */
    public static DeadLetter of(String kind, String code) {
        return letter("requested/0/1", "{}", "md-fault-kind", kind, "md-fault-code", code);
    }
}
