package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.offset.OffsetLedger;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lines of the ledger and of the commit, broken one at a time: {@code mvn -Dbroken.lines=true -Dtest=BrokenLinesTest test}
 * compiles each and plays stories until one of them shows the fault. A simulation that misses any of them proves nothing.
 * Lines that matter only for a full window or a log made anew are the model test's.
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
                        "return book != null && book.epoch() == delivery.epoch() ? book : null;", "return book;"),
                inOffsetLedger(
                        "if (!point.equals(book.committed())) {", "if (point.offset() != book.committed().offset()) {"),
                inOffsetLedger("partitions.forEach(books::remove);", ""),
                inCommitter("ledger.settle(next.delivery());", ""),
                inCommitter(
                        "Map<Partition, CommitPoint> points = ledger.uncommitted();",
                        "Map<Partition, CommitPoint> points = Map.of();"),
                inCommitter("== RequestLog.Commit.DONE;", "!= null;"),
                inCommitter("batch.clear();", ""),
                inCommitter("pulse.commitsFail();", "batch.clear();"),
                inCommitter("pending.removeIf(settled -> partitions.contains(settled.delivery().partition()));", ""),
                inCommitter("batch.removeIf(settled -> partitions.contains(settled.delivery().partition()));", ""),
                inLoop("settling.drop(partitions);", ""),
                inLoop("ledger.release(partitions);", ""),
                inLoop("ledger.advance(partition, position);", "ledger.advance(partition, position + 1);"),
                inLoop("ended.commitAll(deadline);\n        release", "release"),
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
        assertThat(line.source()).containsOnlyOnce(line.line());
    }

    @ParameterizedTest
    @MethodSource("lines")
    @EnabledIfSystemProperty(named = "broken.lines", matches = "true")
    void aBrokenLine_isFoundByAStory(BrokenLine line, @TempDir Path classes) throws Exception {
        compile(line, classes);
        try (URLClassLoader loader = loader(classes)) {
            LongConsumer story = (LongConsumer) loader.loadClass(Story.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            var found = LongStream.range(0, SEEDS)
                    .filter(seed -> shows(story, seed))
                    .findFirst();
            System.out.println("seed " + found + " finds " + line);
            assertThat(found).isPresent();
        }
    }

    private static boolean shows(LongConsumer story, long seed) {
        try {
            story.accept(seed);
            return false;
        } catch (AssertionError found) {
            return true;
        }
    }

    private static void compile(BrokenLine line, Path classes) throws Exception {
        Path source = classes.resolve(line.path().getFileName());
        Files.writeString(source, line.brokenSource());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
        assertThat(status).as("javac of %s", line).isZero();
    }

    /** A world of its own, in which the broken class is the first of its name. */
    private static URLClassLoader loader(Path classes) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        urls.add(classes.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
