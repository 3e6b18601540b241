package io.mediadeleter.kafka.client;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Keys and values of a topic of small records: what is large is none of them, and nothing of it is held. Immutable. */
public final class SmallBytes implements Deserializer<byte[]> {

    private static final int MOST = 4 << 10;
    private static final byte[] NOTHING = {};

    private final int most;

    /** Of at most 4 KiB. */
    public SmallBytes() {
        this(MOST);
    }

    /** Of at most so many bytes. */
    public SmallBytes(int most) {
        this.most = most;
    }

    @Override
    public byte[] deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null || bytes.length > most ? NOTHING : bytes;
    }

    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer bytes) {
        if (bytes.remaining() > most) {
            return NOTHING;
        }
        byte[] small = new byte[bytes.remaining()];
        bytes.duplicate().get(small);
        return small;
    }
}
