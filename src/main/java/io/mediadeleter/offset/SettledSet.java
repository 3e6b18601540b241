package io.mediadeleter.offset;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * The text in a commit's metadata: which offsets above the committed one are settled.
 *
 * <p>{@code md1.} and then, in URL-safe base64: a checksum (4 bytes, over the committed offset and the body), and the
 * body. The body is a bitmap of distances from the committed offset, bit 0 first, or the lengths of its runs as varints,
 * open run first, whichever is shorter; its first byte says which. A window of {@value PartitionLedger#WINDOW} bits
 * makes at most 2,742 characters, well under the broker's 4,096.
 */
final class SettledSet {

    private static final String VERSION = "md1.";
    private static final byte BITMAP = 'b';
    private static final byte RUNS = 'r';

    private SettledSet() {}

    static CommitPoint encode(long offset, BitSet distances) {
        if (distances.isEmpty()) {
            return new CommitPoint(offset, "");
        }
        byte[] bitmap = distances.toByteArray();
        ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + 1 + bitmap.length);
        body.position(Integer.BYTES);
        if (!putRuns(body, distances)) {
            body.position(Integer.BYTES);
            body.put(BITMAP).put(bitmap);
        }
        body.flip();
        body.putInt(0, checksum(offset, body.slice(Integer.BYTES, body.limit() - Integer.BYTES)));
        byte[] bytes = new byte[body.limit()];
        body.get(bytes);
        return new CommitPoint(
                offset, VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The same without what is settled from {@code end} on. */
    static CommitPoint below(CommitPoint point, long end) {
        BitSet distances = new BitSet();
        decode(point)
                .filter(settled -> settled < end)
                .forEach(settled -> distances.set((int) (settled - point.offset())));
        return encode(Math.min(point.offset(), end), distances);
    }

    /** The settled offsets; none when the metadata is empty, of another version, or damaged. */
    static LongStream decode(CommitPoint point) {
        return !point.metadata().isEmpty() && isReadable(point)
                ? distances(body(point)).stream().mapToLong(distance -> point.offset() + distance)
                : LongStream.empty();
    }

    /** Whether the metadata is empty or a set that this version wrote for this offset. */
    static boolean isReadable(CommitPoint point) {
        if (point.metadata().isEmpty()) {
            return true;
        }
        if (!point.metadata().startsWith(VERSION)) {
            return false;
        }
        try {
            ByteBuffer all = body(point);
            return all.remaining() > Integer.BYTES
                    && all.getInt(0)
                            == checksum(point.offset(), all.slice(Integer.BYTES, all.remaining() - Integer.BYTES));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static ByteBuffer body(CommitPoint point) {
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(point.metadata().substring(VERSION.length())));
    }

    private static BitSet distances(ByteBuffer all) {
        all.position(Integer.BYTES);
        return all.get() == BITMAP ? BitSet.valueOf(all) : runs(all);
    }

    /** Writes run lengths, as long as they are shorter than the bitmap; false when they are not. */
    private static boolean putRuns(ByteBuffer body, BitSet distances) {
        body.put(RUNS);
        int from = 0;
        boolean set = false;
        while (from < distances.length()) {
            int to = set ? distances.nextClearBit(from) : distances.nextSetBit(from);
            if (body.remaining() < 3) {
                return false;
            }
            putVarint(body, to - from);
            from = to;
            set = !set;
        }
        return true;
    }

    private static BitSet runs(ByteBuffer body) {
        BitSet distances = new BitSet();
        int from = 0;
        boolean set = false;
        while (body.hasRemaining()) {
            int to = from + varint(body);
            if (set) {
                distances.set(from, to);
            }
            from = to;
            set = !set;
        }
        return distances;
    }

    private static void putVarint(ByteBuffer body, int value) {
        int rest = value;
        while (rest >= 0x80) {
            body.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        body.put((byte) rest);
    }

    private static int varint(ByteBuffer body) {
        int value = 0;
        int shift = 0;
        byte next;
        do {
            next = body.get();
            value |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private static int checksum(long offset, ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }
}
