package io.mediadeleter.kafka.codec;

/** Reads bytes as fields of a Protobuf message, to see whether they are any. */
final class ProtobufFields {

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;
    private static final int MOST_VARINT_BYTES = 10;

    private final byte[] bytes;
    private int at;

    private ProtobufFields(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether all of them are, and none is text: short text can be read as fields, too. */
    static boolean are(byte[] bytes) {
        return hasControls(bytes) && new ProtobufFields(bytes).readAll();
    }

    private static boolean hasControls(byte[] bytes) {
        for (byte each : bytes) {
            if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
                return true;
            }
        }
        return false;
    }

    private boolean readAll() {
        while (at < bytes.length) {
            long tag = varint();
            if (tag >>> 3 < 1 || tag >>> 3 > 0x1FFFFFFF || !skip((int) tag & 7)) {
                return false;
            }
        }
        return true;
    }

    private boolean skip(int type) {
        long length = switch (type) {
            case VARINT -> varint() < 0 ? -1 : 0;
            case EIGHT_BYTES -> Long.BYTES;
            case LENGTH -> varint();
            case FOUR_BYTES -> Integer.BYTES;
            default -> -1;
        };
        if (length < 0 || length > bytes.length - at) {
            return false;
        }
        at += (int) length;
        return true;
    }

    /** Negative if there is none. */
    private long varint() {
        long number = 0;
        for (int i = 0; i < MOST_VARINT_BYTES && at < bytes.length; i++) {
            byte next = bytes[at++];
            number |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return number;
            }
        }
        return -1;
    }
}
