package io.mediadeleter.kafka.codec;

import io.mediadeleter.event.Header;
import io.mediadeleter.text.Excerpt;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The bytes that a Schema Registry's serializers write before a record, or the headers that they write instead. */
final class RegistryFraming {

    private static final int CONFLUENT_HEADER = 5;
    private static final int APICURIO_HEADER = 9;
    private static final int UUID_HEADER = 17;
    private static final int GLUE_HEADER = 18;
    private static final byte GLUE_VERSION = 3;
    private static final byte GLUE_ZLIB = 5;
    private static final String JSON_BEGINNINGS = "{[\" \t\r\n";

    private RegistryFraming() {}

    static Optional<String> of(byte[] value, List<Header> headers) {
        if (value.length >= CONFLUENT_HEADER && value[0] == 0 && !isWideText(value)) {
            return Optional.of(numbered(value, headers));
        }
        if (value.length > GLUE_HEADER && value[0] == GLUE_VERSION && (value[1] == 0 || value[1] == GLUE_ZLIB)) {
            String compressed = value[1] == GLUE_ZLIB ? ", compressed" : "";
            return Optional.of(
                    record("AWS Glue wire format, schema version " + uuid(value, 2) + compressed, value, GLUE_HEADER));
        }
        if (value.length > UUID_HEADER && value[0] == 1 && uuid(value, 1).variant() == 2) {
            return Optional.of(record("Confluent wire format, schema " + uuid(value, 1), value, UUID_HEADER));
        }
        return headers.stream()
                .map(Header::name)
                .filter(RegistryFraming::isOfARegistry)
                .findFirst()
                .map(name ->
                        "a record of a Schema Registry serializer, as the header " + Excerpt.of(name, 100) + " says");
    }

    private static String numbered(byte[] value, List<Header> headers) {
        int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
        boolean isLong = id == 0 && value.length > APICURIO_HEADER;
        if (isLong) {
            long longId = ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
            return record("Apicurio wire format, schema id " + longId, value, APICURIO_HEADER);
        }
        boolean isApicurio = headers.stream().anyMatch(header -> header.name().startsWith("apicurio."));
        String whose = isApicurio ? "Apicurio" : "Confluent";
        return record(whose + " wire format, schema id " + Integer.toUnsignedString(id), value, CONFLUENT_HEADER);
    }

    /** The JSON behind it is not read, either: what its schema means by a name is not known here. */
    private static String record(String framing, byte[] value, int header) {
        boolean isJson = value.length > header && value[header] == '{';
        return "a record of a Schema Registry serializer (" + framing
                + (isJson ? ", JSON Schema" : ", Avro or Protobuf") + ")"
                + (isJson ? "; use a serializer of plain JSON or text in place of the JSON Schema one" : "");
    }

    private static boolean isOfARegistry(String header) {
        return header.startsWith("apicurio.value.") || header.equals("__value_schema_id");
    }

    private static UUID uuid(byte[] value, int from) {
        ByteBuffer bytes = ByteBuffer.wrap(value, from, 2 * Long.BYTES);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** Text in UTF-16 or UTF-32 has zeros, too: it begins as JSON does, each character two or four bytes wide. */
    private static boolean isWideText(byte[] value) {
        return begins(value, 0, 4, 3) || begins(value, 0, 4, 0) || begins(value, 0, 2, 1) || begins(value, 0, 2, 0);
    }

    /** Whether the first two characters of that width are ASCII, and the first is one that JSON may begin with. */
    private static boolean begins(byte[] value, int from, int width, int place) {
        if (value.length < from + 2 * width || JSON_BEGINNINGS.indexOf(value[from + place]) < 0) {
            return false;
        }
        for (int i = 0; i < 2 * width; i++) {
            boolean isPlace = i % width == place;
            if (isPlace != (value[from + i] > 0)) {
                return false;
            }
        }
        return true;
    }
}
