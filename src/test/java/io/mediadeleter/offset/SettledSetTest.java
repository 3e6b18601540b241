package io.mediadeleter.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettledSetTest {

    private static BitSet random(long seed, int size, int percentSet) {
        Random random = new Random(seed);
        BitSet set = new BitSet();
        for (int i = 1; i < size; i++) {
            set.set(i, random.nextInt(100) < percentSet);
        }
        return set;
    }

    @Property(tries = 2_000)
    void anySet_isReadBackAsItWas(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = PartitionLedger.WINDOW) int size,
            @ForAll @IntRange(min = 0, max = 100) int percentSet) {
        BitSet distances = random(seed, size, percentSet);
        long offset = seed & Long.MAX_VALUE >> 1;

        CommitPoint point = SettledSet.encode(offset, distances);

        assertThat(SettledSet.isReadable(point)).isTrue();
        assertThat(SettledSet.decode(point).toArray())
                .isEqualTo(distances.stream().mapToLong(i -> offset + i).toArray());
        assertThat(point.metadata().length()).isLessThanOrEqualTo(2_742);
    }

    @Test
    void worstPattern_staysUnderTheBrokersLimit() {
        BitSet alternating = new BitSet();
        for (int i = 1; i < PartitionLedger.WINDOW; i += 2) {
            alternating.set(i);
        }

        assertThat(SettledSet.encode(0, alternating).metadata()).hasSize(2_742);
    }

    @Test
    void longRuns_areShort() {
        BitSet run = new BitSet();
        run.set(1, PartitionLedger.WINDOW);

        assertThat(SettledSet.encode(0, run).metadata().length()).isLessThan(24);
    }

    @Property(tries = 500)
    void anyDamage_isNoticed(@ForAll long seed, @ForAll @IntRange(min = 2, max = 200) int size) {
        Random random = new Random(seed);
        BitSet distances = random(seed, size, 50);
        distances.set(1);
        CommitPoint point = SettledSet.encode(7, distances);
        StringBuilder damaged = new StringBuilder(point.metadata());
        int at = random.nextInt(damaged.length());
        damaged.setCharAt(at, damaged.charAt(at) == 'x' ? 'y' : 'x');

        CommitPoint read = new CommitPoint(7, damaged.toString());

        if (SettledSet.isReadable(read)) { // the last character's spare bits carry nothing
            assertThat(SettledSet.decode(read).toArray())
                    .isEqualTo(SettledSet.decode(point).toArray());
        } else {
            assertThat(SettledSet.decode(read)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"md2.AAAA", "hello", "md1.", "md1.!!!", "md1.AAAA", "md1.AAAAAAA", "{\"a\":1}"})
    void unknownMetadata_isNotReadableAndHoldsNothing(String metadata) {
        CommitPoint point = new CommitPoint(5, metadata);

        assertThat(SettledSet.isReadable(point)).isFalse();
        assertThat(SettledSet.decode(point)).isEmpty();
    }

    @Test
    void aChecksumOfNothing_isNotReadable() {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, 5));
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        CommitPoint point = new CommitPoint(
                5, "md1." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));

        assertThat(SettledSet.isReadable(point)).isFalse();
    }

    @Test
    void metadataOfAnotherOffset_isNotReadable() {
        BitSet one = new BitSet();
        one.set(3);
        CommitPoint point = SettledSet.encode(5, one);

        assertThat(SettledSet.isReadable(new CommitPoint(6, point.metadata()))).isFalse();
    }

    @Test
    void nothingSettled_needsNoMetadata() {
        assertThat(SettledSet.encode(5, new BitSet())).isEqualTo(new CommitPoint(5, ""));
        assertThat(SettledSet.decode(new CommitPoint(5, ""))).isEmpty();
        assertThat(SettledSet.isReadable(new CommitPoint(5, ""))).isTrue();
    }

    @Test
    void point_tellsWhatIsSettled_andHowMuchIsOpenBeforeAnOffset() {
        BitSet settled = new BitSet();
        settled.set(2);
        settled.set(4);
        CommitPoint point = SettledSet.encode(10, settled);

        assertThat(LongStream.range(8, 16).filter(point::isSettled)).containsExactly(8L, 9L, 12L, 14L);
        assertThat(LongStream.of(5, 10, 12, 13, 20).map(point::openBefore)).containsExactly(0L, 0L, 2L, 2L, 8L);
    }
}
