package io.mediadeleter.kafka.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Binary formats that are known by their first bytes. */
final class BinaryFormat {

    private static final Map<String, String> BY_FIRST_BYTES = new LinkedHashMap<>();

    static {
        BY_FIRST_BYTES.put("1f8b", compressed("gzip"));
        BY_FIRST_BYTES.put("28b52ffd", compressed("zstd"));
        BY_FIRST_BYTES.put("04224d18", compressed("lz4"));
        BY_FIRST_BYTES.put("ff060000734e61507059", compressed("snappy"));
        BY_FIRST_BYTES.put("82534e41505059", compressed("snappy"));
        BY_FIRST_BYTES.put("425a68", compressed("bzip2"));
        BY_FIRST_BYTES.put("fd377a585a00", compressed("xz"));
        BY_FIRST_BYTES.put("504b0304", compressed("zip"));
        BY_FIRST_BYTES.put("7801", compressed("zlib"));
        BY_FIRST_BYTES.put("789c", compressed("zlib"));
        BY_FIRST_BYTES.put("78da", compressed("zlib"));
        BY_FIRST_BYTES.put("aced0005", "a Java object, serialized");
        BY_FIRST_BYTES.put("8002", "a Python pickle");
        BY_FIRST_BYTES.put("8003", "a Python pickle");
        BY_FIRST_BYTES.put("8004", "a Python pickle");
        BY_FIRST_BYTES.put("8005", "a Python pickle");
        BY_FIRST_BYTES.put("4f626a01", "an Avro file");
        BY_FIRST_BYTES.put("c301", "a single Avro object");
        BY_FIRST_BYTES.put("50415231", "a Parquet file");
        BY_FIRST_BYTES.put("3a290a", "Smile, binary JSON");
        BY_FIRST_BYTES.put("e00100ea", "binary Ion");
        BY_FIRST_BYTES.put("d9d9f7", "CBOR");
    }

    private static final int LONGEST = 10;

    private BinaryFormat() {}

    static Optional<String> of(byte[] value) {
        String start = HexFormat.of().formatHex(value, 0, Math.min(LONGEST, value.length));
        return BY_FIRST_BYTES.entrySet().stream()
                .filter(known -> start.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> byStructure(value));
    }

    private static String compressed(String how) {
        return how + " data, compressed before it was published; let the producer's compression.type compress instead";
    }

    private static Optional<String> byStructure(byte[] value) {
        if (value.length < 5) {
            return Optional.empty();
        }
        int first = Byte.toUnsignedInt(value[0]);
        int second = Byte.toUnsignedInt(value[1]);
        if ((within(first, 0x80, 0x8F) && within(second, 0xA0, 0xBF)) || within(first, 0xDE, 0xDF)) {
            return Optional.of("MessagePack");
        }
        if ((within(first, 0xA0, 0xB7) || first == 0xBF) && within(second, 0x60, 0x7B)) {
            return Optional.of("CBOR");
        }
        if (ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt() == value.length
                && value[value.length - 1] == 0) {
            return Optional.of("BSON");
        }
        return ProtobufFields.are(value) ? Optional.of("Protobuf") : Optional.empty();
    }

    private static boolean within(int number, int from, int to) {
        return from <= number && number <= to;
    }
}
