package io.mediadeleter.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The ledger against a model that remembers everything. */
class PartitionLedgerModelTest {

    /** Open offsets and settled ones, kept for ever. */
    private static final class Model {

        private final TreeSet<Long> open = new TreeSet<>();
        private final TreeSet<Long> settled = new TreeSet<>();
        private long next;

        Model(long start) {
            next = start;
        }

        long lowestOpen() {
            return open.isEmpty() ? next : open.first();
        }
    }

    @Property(tries = 200)
    void anyInterleaving_commitsTheLowestOpenOffsetAndTheNextOwnerSkipsExactlyTheSettled(
            @ForAll long seed,
            @ForAll @LongRange(min = 0, max = 1L << 40) long start,
            @ForAll @IntRange(min = 1, max = 3_000) int steps) {
        Random random = new Random(seed);
        PartitionLedger ledger = new PartitionLedger(1, new CommitPoint(start, ""));
        Model model = new Model(start);
        for (int step = 0; step < steps; step++) {
            if (model.open.isEmpty() || random.nextInt(100) < 55) {
                arrive(ledger, model, random);
            } else {
                settleOne(ledger, model, random);
            }
            if (random.nextInt(200) == 0) {
                ledger = new PartitionLedger(step, ledger.commitPoint());
                redeliver(ledger, model);
            }
            CommitPoint point = ledger.commitPoint();
            assertThat(ledger.open()).isEqualTo(model.open.size());
            assertThat(point.offset()).isEqualTo(model.lowestOpen());
            assertThat(point.metadata().length()).isLessThan(4_096);
        }
    }

    private static void arrive(PartitionLedger ledger, Model model, Random random) {
        long offset = model.next + (random.nextInt(20) == 0 ? random.nextInt(50) : 0);
        Intake entry = ledger.enter(offset);
        boolean hasRoom = model.open.isEmpty() || offset - model.open.first() < PartitionLedger.WINDOW;
        assertThat(entry).isEqualTo(hasRoom ? Intake.OPENED : Intake.NO_ROOM);
        if (hasRoom) {
            model.open.add(offset);
            model.next = offset + 1;
        }
    }

    private static void settleOne(PartitionLedger ledger, Model model, Random random) {
        List<Long> open = new ArrayList<>(model.open);
        long chosen = open.get(random.nextInt(open.size()));
        assertThat(ledger.settle(chosen)).isTrue();
        model.open.remove(chosen);
        model.settled.add(chosen);
    }

    /** The new owner reads from the committed offset on. */
    private static void redeliver(PartitionLedger ledger, Model model) {
        TreeSet<Long> records = new TreeSet<>(model.open);
        records.addAll(model.settled.tailSet(ledger.commitPoint().offset()));
        for (long offset : records) {
            assertThat(ledger.enter(offset))
                    .as("offset %d", offset)
                    .isEqualTo(model.open.contains(offset) ? Intake.OPENED : Intake.KNOWN);
        }
        ledger.advance(model.next);
    }
}
