package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that no publisher should write, and a few that one may, all of one seed. Not thread-safe. */
final class Poison {

    private static final int LONGEST = 200;
    private static final String VALID = "{\"eventId\":\"e-1\",\"fileId\":\"5285485487985271487\",\"subAppId\":7,"
            + "\"deleteParts\":[{\"type\":\"TranscodeFiles\",\"definition\":100010}],\"reason\":\"\u00fc\u4e16\"}";
    private static final String ENVELOPE =
            "{\"specversion\":\"1.0\",\"id\":\"c-1\",\"source\":\"/s\",\"type\":\"t\",\"data\":" + VALID + "}";
    private static final List<String> HEADERS = List.of(
            "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_datacontenttype", "ce_", "content-type");
    private static final List<String> HEADER_VALUES = List.of(
            "1.0",
            "0.3",
            "",
            "c-1",
            "not a uri %%",
            "application/json",
            "application/cloudevents+json; charset=utf-8",
            "application/cloudevents-batch+json",
            "2026-13-45T99:99:99Z",
            "\u0000\uffff");
    private static final List<String> OWN_HEADERS = List.of(
            "md-origin", "md-attempt", "md-not-before", "md-replays", "md-replay-of", "md-origin-timestamp", "md-");

    private static final List<String> ALPHABETS =
            List.of("a=&", "a.-=", "a<>/", "{}[],1", "a:\n -", "%7b", "a,;\t", "eyJ.-_", "\"\\u0a", "(){}=a");

    private final Random random;
    private final String topic;
    private final List<Supplier<byte @Nullable []>> kinds = List.of(
            () -> bytes(random().nextInt(LONGEST)),
            () -> mutated(VALID),
            () -> mutated(ENVELOPE),
            () -> truncated(VALID),
            this::nested,
            this::hugeNumber,
            this::invalidText,
            this::repeated,
            () -> VALID.getBytes(UTF_8),
            () -> ENVELOPE.getBytes(UTF_8),
            () -> new byte[0],
            () -> null);

    Poison(long seed, String topic) {
        this.random = new Random(seed);
        this.topic = topic;
    }

    ProducerRecord<byte[], byte[]> next() {
        byte[] key = random.nextInt(4) == 0 ? null : bytes(random.nextInt(20));
        byte[] value = kinds.get(random.nextInt(kinds.size())).get();
        ProducerRecord<byte[], byte[]> poison = new ProducerRecord<>(topic, key, value);
        if (random.nextInt(3) == 0) {
            addHeaders(poison, HEADERS);
        }
        if (random.nextInt(10) == 0) {
            addHeaders(poison, OWN_HEADERS);
        }
        return poison;
    }

    private Random random() {
        return random;
    }

    private void addHeaders(ProducerRecord<byte[], byte[]> poison, List<String> names) {
        for (int i = random.nextInt(names.size() + 1); i > 0; i--) {
            poison.headers().add(any(names), headerValue());
        }
    }

    private byte @Nullable [] headerValue() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> bytes(random.nextInt(20));
            default -> any(HEADER_VALUES).getBytes(UTF_8);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            byte[] punctuation = "\"{}[],:\\0-e. ".getBytes(UTF_8);
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean() ? punctuation[random.nextInt(punctuation.length)] : bytes(1)[0];
        }
        return bytes;
    }

    private byte[] truncated(String text) {
        return text.substring(0, random.nextInt(text.length())).getBytes(UTF_8);
    }

    private byte[] nested() {
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        int depth = random.nextInt(2_000);
        String extensions = open.repeat(depth) + (random.nextBoolean() ? "" : "]".repeat(depth));
        return ("{\"eventId\":\"e\",\"fileId\":\"1\",\"extensions\":" + extensions + "}").getBytes(UTF_8);
    }

    private byte[] hugeNumber() {
        String number = (random.nextBoolean() ? "-" : "")
                + "9".repeat(1 + random.nextInt(400))
                + (random.nextBoolean() ? "e" + random.nextInt(Integer.MAX_VALUE) : "");
        String member = any(List.of("subAppId", "fileId", "extensions"));
        return ("{\"eventId\":\"e\",\"fileId\":\"1\",\"" + member + "\":" + number + "}").getBytes(UTF_8);
    }

    private byte[] invalidText() {
        byte[] text = "{\"eventId\":\"?????\",\"fileId\":\"1\"}".getBytes(UTF_8);
        List<byte[]> wrong = List.of(
                new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xFF, (byte) 0xFE});
        byte[] put = wrong.get(random.nextInt(wrong.size()));
        System.arraycopy(put, 0, text, 12, put.length);
        return text;
    }

    /** What looks for a form in text may need a part of the stack for each piece that fits. */
    private byte[] repeated() {
        String alphabet = any(ALPHABETS);
        StringBuilder piece = new StringBuilder();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            piece.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        String before = any(List.of("", "", "a=", "{\"eventId\":\"e\",\"deleteParts\":[", "<", "---\n"));
        return (before + piece.toString().repeat(1 + random.nextInt(8_192 / piece.length()))).getBytes(UTF_8);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
