package io.mediadeleter.cli.request;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.text.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {

    private static final Instant AT = Instant.parse("2026-11-26T08:00:00.123Z");
    private static final RequestOutcome DELETED = new RequestOutcome("DELETED", "r-1", null, null, null, 1, "2026");
    private static final RequestOutcome GIVEN_UP =
            new RequestOutcome("DEAD_LETTER", null, "HELD", "Hold.Media", "a \"reason\"\n", 0, null);

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void begin() throws IOException {
        file = directory.resolve("r.jsonl.journal");
        try (RunJournal journal = RunJournal.open(file)) {
            assertThat(journal.start()).isNull();
            journal.begin(
                    new RunStart("run", "c", "requested", "deleted", "dead", 5, "abc", AT.toEpochMilli()),
                    Map.of("deleted/0", 7L));
            journal.sending(3);
            journal.published(1, 4, 11, AT);
            journal.published(0, 4, 10, AT.plusMillis(5));
            journal.ended(1, DELETED);
            journal.ended(0, GIVEN_UP);
            journal.read(Map.of("deleted/0", 9L));
            journal.flush();
        }
    }

    @Test
    void anotherProcess_goesOnWithAllThatWasSaid() throws IOException {
        try (RunJournal journal = RunJournal.open(file)) {
            assertThat(requireNonNull(journal.start()).topic()).isEqualTo("requested");
            assertThat(journal.positions()).isEqualTo(Map.of("deleted/0", 9L));
            RunLedger ledger = journal.ledger();
            assertThat(ledger.requests()).isEqualTo(5);
            assertThat(ledger.sent()).isEqualTo(3);
            assertThat(ledger.ended()).isEqualTo(2);
            assertThat(ledger.uncertain()).isEqualTo(1);
            assertThat(ledger.waiting()).isZero();
            assertThat(ledger.publishedAt(1)).isEqualTo(AT);
            assertThat(ledger.place(0)).isEqualTo("4/10");
            assertThat(ledger.at(4, 11)).isEqualTo(OptionalInt.of(1));
            assertThat(journal.end(0)).isEqualTo(GIVEN_UP);
            assertThat(journal.end(1)).isEqualTo(DELETED);
        }
    }

    /** A run may go on for weeks; a wrong time would be worse than none. */
    @Test
    void timeThatThereIsNoRoomFor_isNotKnown() throws IOException {
        try (RunJournal journal = RunJournal.open(file)) {
            journal.sending(5);
            journal.published(2, 4, 12, AT.plus(Duration.ofDays(24)));
            journal.published(3, 4, 13, AT.plus(Duration.ofDays(40)));
            journal.flush();
        }
        try (RunJournal journal = RunJournal.open(file)) {
            assertThat(journal.ledger().publishedAt(2)).isEqualTo(AT.plus(Duration.ofDays(24)));
            assertThat(journal.ledger().publishedAt(3)).isNull();
        }
    }

    @Test
    void whatWasNotHandedOver_isLeftToTheNextProcess() throws IOException {
        try (RunJournal journal = RunJournal.open(file)) {
            journal.sending(5);
            journal.sending(4);
        }
        try (RunJournal journal = RunJournal.open(file)) {
            assertThat(journal.ledger().sent()).isEqualTo(4);
            assertThat(journal.ledger().uncertain()).isEqualTo(2);
        }
    }

    @Test
    void whatEndsAgain_countsOnceAndByItsLastEnd() throws IOException {
        try (RunJournal journal = RunJournal.open(file)) {
            journal.ended(0, DELETED);
            journal.flush();
            assertThat(journal.ledger().ended()).isEqualTo(2);
            assertThat(journal.end(0)).isEqualTo(DELETED);
            assertThat(journal.ledger().isAllDone()).isFalse();
        }
    }

    @Test
    void deadLetterThatIsReadAfterTheResult_saysNothing() throws IOException {
        try (RunJournal journal = RunJournal.open(file)) {
            journal.ended(1, GIVEN_UP);
            journal.flush();
            assertThat(journal.end(1)).isEqualTo(DELETED);
        }
    }

    /** A rehearsal may write to the same topic, before or after. */
    @Test
    void dryRun_hidesNothing() throws IOException {
        RequestOutcome rehearsed = new RequestOutcome("DRY_RUN", null, null, null, null, 0, "2027");
        try (RunJournal journal = RunJournal.open(file)) {
            journal.ended(0, rehearsed);
            journal.ended(1, rehearsed);
            journal.ended(2, rehearsed);
            journal.flush();
            assertThat(journal.end(2)).isEqualTo(rehearsed);
            journal.ended(2, GIVEN_UP);
            journal.flush();
            assertThat(journal.end(0)).isEqualTo(GIVEN_UP);
            assertThat(journal.end(1)).isEqualTo(DELETED);
            assertThat(journal.end(2)).isEqualTo(GIVEN_UP);
            journal.ended(2, DELETED);
            journal.flush();
            assertThat(journal.end(2)).isEqualTo(DELETED);
        }
    }

    @Test
    void deadLetterThatIsJournaledAfterTheResult_saysNothing() throws IOException {
        String letter = Files.readAllLines(file).stream()
                .filter(line -> line.contains("DEAD_LETTER"))
                .findFirst()
                .orElseThrow();
        Files.writeString(file, letter.replace("\"number\":0", "\"number\":1") + "\n", StandardOpenOption.APPEND);
        try (RunJournal journal = RunJournal.open(file)) {
            assertThat(journal.end(1)).isEqualTo(DELETED);
        }
    }

    /** A look that fails late is made again each second. */
    @Test
    void endThatIsSeenOnceMore_isNotWrittenAgain() throws IOException {
        try (RunJournal journal = RunJournal.open(file)) {
            long before = Files.size(file);
            journal.ended(0, GIVEN_UP);
            journal.ended(1, DELETED);
            journal.flush();
            assertThat(file).hasSize(before);

            journal.ended(0, DELETED);
            journal.ended(0, DELETED);
            journal.flush();
            long once = Files.size(file);
            journal.ended(0, DELETED);
            journal.flush();
            assertThat(file).hasSize(once);
            assertThat(once).isBetween(before + 1, before + 200);
            assertThat(journal.end(0)).isEqualTo(DELETED);
        }
    }

    @Test
    void manyEndsOfOneLook_areNotKeptInMemory() throws IOException {
        int many = 50_000;
        Path other = directory.resolve("many.jsonl.journal");
        try (RunJournal journal = RunJournal.open(other)) {
            journal.begin(
                    new RunStart("run", "c", "requested", "deleted", "dead", many, "abc", AT.toEpochMilli()), Map.of());
            journal.sending(many);
            long before = Files.size(other);
            for (int i = 0; i < many; i++) {
                journal.ended(i, GIVEN_UP);
            }
            long given = Files.size(other);
            journal.flush();
            long all = Files.size(other);
            assertThat(all - before).isGreaterThan(4 << 20);
            assertThat(all - given).isLessThan(2 << 20);
            assertThat(journal.end(0)).isEqualTo(GIVEN_UP);
        }
    }

    @Test
    void lineThatIsCutAnywhere_losesNothingBeforeIt() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut < 60; cut++) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            try (RunJournal journal = RunJournal.open(file)) {
                assertThat(journal.ledger().sent()).isEqualTo(3);
                journal.published(2, 5, 0, null);
                journal.flush();
            }
            try (RunJournal journal = RunJournal.open(file)) {
                assertThat(journal.ledger().place(2)).isEqualTo("5/0");
                assertThat(journal.ledger().publishedAt(2)).isNull();
            }
        }
    }

    @Test
    void lineThatSaysNothing_isDamage() throws IOException {
        Files.writeString(file, "{\"x\":1}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> RunJournal.open(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("damaged", "Nothing was published");
        Files.writeString(file, "{\"start\":no json\n");
        assertThatThrownBy(() -> RunJournal.open(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void fileOfSomebodyElse_isLeftAsItIs() throws IOException {
        Files.writeString(file, "SQLite journal");
        assertThatThrownBy(() -> RunJournal.open(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("not a journal of this command");
        assertThat(file).hasContent("SQLite journal");
    }

    @Test
    void secondProcess_isRefused() throws IOException {
        try (RunJournal journal = RunJournal.open(file)) {
            assertThat(journal.start()).isNotNull();
            assertThatThrownBy(() -> RunJournal.open(file))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Another process");
        }
    }

    @Test
    void requestsInAnyOrderOfOffsets_areFound() {
        RunLedger ledger = new RunLedger(100, AT);
        ledger.sending(100);
        for (int i = 0; i < 100; i++) {
            int number = i * 37 % 100;
            assertThat(ledger.published(number, number % 3, 1_000L + number, AT))
                    .isTrue();
            assertThat(ledger.published(number, 9, 1, AT)).isFalse();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(ledger.at(i % 3, 1_000L + i)).isEqualTo(OptionalInt.of(i));
            assertThat(ledger.at((i + 1) % 3, 1_000L + i)).isEmpty();
        }
        assertThat(ledger.at(7, 1_000)).isEmpty();
        assertThat(ledger.waiting()).isEqualTo(100);
    }
}
