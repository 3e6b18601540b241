package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.offset.OffsetLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lines of the ledger and of the commit, broken one at a time: {@code mvn -Dbroken.lines=true -Dtest=BrokenLinesTest test}
 * compiles each and plays stories until one of them shows the fault. A simulation that misses any of them proves nothing.
 * Lines that matter only for a full window or a recreated topic are the model test's.
 */
class BrokenLinesTest {

    private static final int SEEDS = 4_000;

    static Stream<BrokenLine> lines() {
        return Stream.of(
                inPartitionLedger("SettledSet.decode(committed).forEach(offset -> settled.set(slot(offset)));", ""),
                inPartitionLedger(
                        "for (long gap = read; gap < offset; gap++) {", "for (long gap = low; gap < offset; gap++) {"),
                inPartitionLedger(
                        "return SettledSet.encode(low, above());", "return SettledSet.encode(read, new BitSet());"),
                inPartitionLedger(
                        "return SettledSet.encode(low, above());", "return SettledSet.encode(low, new BitSet());"),
                inPartitionLedger(
                        "distances.set(Math.floorMod(s - first, WINDOW));",
                        "distances.set(Math.floorMod(s - first, WINDOW) + 1);"),
                inPartitionLedger("read = offset + 1;", "read = offset + 2;"),
                inPartitionLedger("this.low = committed.offset();", "this.low = committed.offset() + 1;"),
                inOffsetLedger(
                        "return ledger != null && ledger.epoch() == delivery.epoch() ? ledger : null;",
                        "return ledger;"),
                inOffsetLedger(
                        "if (!point.equals(ledger.committed())) {",
                        "if (point.offset() != ledger.committed().offset()) {"),
                inOffsetLedger("partitions.forEach(ledgers::remove);", ""),
                inCommitter("ledger.settle(next.delivery());", ""),
                inCommitter(
                        "Map<Partition, CommitPoint> points = ledger.uncommitted();",
                        "Map<Partition, CommitPoint> points = Map.of();"),
                inCommitter("== RequestLog.Commit.DONE;", "!= null;"),
                inCommitter("batch.clear();", ""),
                inCommitter("repeats = true;", "repeats = true; batch.clear();"),
                inCommitter("pending.removeIf(settled -> partitions.contains(settled.delivery().partition()));", ""),
                inCommitter("batch.removeIf(settled -> partitions.contains(settled.delivery().partition()));", ""),
                inLoop("committer.drop(partitions);", ""),
                inLoop("ledger.release(partitions);", ""),
                inLoop("ledger.advance(partition, position);", "ledger.advance(partition, position + 1);"),
                inLoop("settler.commitAll(deadline);\n        release", "release"),
                new BrokenLine(OutcomeResolver.class.getName(), "call.onlyFor(ledger::isOpen)", "Optional.of(call)"));
    }

    private static BrokenLine inPartitionLedger(String line, String broken) {
        return new BrokenLine(OffsetLedger.class.getPackageName() + ".PartitionLedger", line, broken);
    }

    private static BrokenLine inOffsetLedger(String line, String broken) {
        return new BrokenLine(OffsetLedger.class.getName(), line, broken);
    }

    private static BrokenLine inCommitter(String line, String broken) {
        return new BrokenLine(Committer.class.getName(), line, broken);
    }

    private static BrokenLine inLoop(String line, String broken) {
        return new BrokenLine(Loop.class.getName(), line, broken);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLine_isWhereItIsSaidToBe(BrokenLine line) {
        assertThat(line.changes())
                .allSatisfy(change -> assertThat(line.source()).containsOnlyOnce(change.line()));
    }

    @ParameterizedTest
    @MethodSource("lines")
    @EnabledIfSystemProperty(named = "broken.lines", matches = "true")
    void aBrokenLine_isFoundByAStory(BrokenLine line, @TempDir Path classes) throws Exception {
        try (BrokenStory story = new BrokenStory(List.of(line), classes)) {
            Optional<String> found = story.found(0, SEEDS, "seed");
            System.out.println(line + ": " + found.orElse("not found"));
            assertThat(found).isPresent();
        }
    }
}
