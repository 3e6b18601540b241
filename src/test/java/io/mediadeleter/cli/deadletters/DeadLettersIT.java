package io.mediadeleter.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.JarRun;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they ship: in processes that are killed, stopped and shut out, and on a terminal. */
@WithKafka.Together
class DeadLettersIT {

    private static final int MANY = 10_000;

    @TempDir
    private Path directory;

    private final LetterDesk desk;

    DeadLettersIT(KafkaFixture kafka) {
        desk = new LetterDesk(kafka);
    }

    @Test
    void replayThatIsKilledAndThenStopped_isGoneOnWithAndSendsEachOnce() {
        desk.fill(MANY);
        try (JarRun killed = run("128m", "replay", "--all", "--yes", "--rate", "500")) {
            awaitTrue(() -> desk.replayedCount() >= 1_000);
            killed.pauseWhen(desk::isInTransaction);
            killed.kill();
        }
        int afterKill = desk.replayedCount();
        assertThat(afterKill).isLessThan(MANY);

        try (JarRun stopped = terminal("replay", "--all", "--rate", "300")) {
            awaitTrue(() -> stopped.printed().contains("? [y/N]"));
            assertThat(desk.replayedCount()).as("waits for the answer").isEqualTo(afterKill);
            stopped.type("y\n");
            awaitTrue(() -> stopped.printed().contains("[#"));
            stopped.type("\u0003");
            assertThat(stopped.exitCode()).as(stopped.printed()).isEqualTo(1);
            assertThat(stopped.printed()).contains("Stopped: ", "Run the same command again to continue.");
        }
        assertThat(desk.replayedCount()).isGreaterThan(afterKill).isLessThan(MANY);

        try (JarRun last = run("128m", "replay", "--all", "--yes", "--rate", "100000")) {
            assertThat(last.exitCode()).as(last.printed()).isZero();
            assertThat(last.printed()).contains(" dead letters replayed.").doesNotContain("\r", "\u001b");
        }
        Set<String> origins = IntStream.range(0, MANY).mapToObj(desk::origin).collect(Collectors.toSet());
        assertThat(desk.replayedOrigins()).hasSize(MANY);
        assertThat(Set.copyOf(desk.replayedOrigins())).isEqualTo(origins);
        assertThat(desk.unresolved()).isEmpty();
    }

    @Test
    void forgedLetters_areNeverSent() {
        desk.fill(3);
        String requested = desk.origin(0).split("/", 2)[0];
        desk.write(List.of(
                desk.record(requested + "/0/3", "{\"eventId\":\"f\",\"fileId\":\"528548548798521\"}"),
                desk.record(requested + "/9/0", "{\"eventId\":\"f\",\"fileId\":\"528548548798521\"}"),
                desk.letter(2, "TRANSIENT", "InternalError", "md-origin", desk.origin(1))));
        try (JarRun listed = run("64m", "list")) {
            assertThat(listed.exitCode()).isZero();
            assertThat(listed.printed()).contains("3 of them forged, or from another cluster");
        }
        try (JarRun replayed = run("64m", "replay", "--all", "--yes")) {
            assertThat(replayed.exitCode()).as(replayed.printed()).isZero();
            assertThat(replayed.printed())
                    .contains("3 dead letters skipped: with an origin that the topic's history disproves")
                    .contains("2 of 2 dead letters replayed.");
        }
        assertThat(desk.replayedOrigins()).containsExactlyInAnyOrder(desk.origin(0), desk.origin(1));
        assertThat(desk.unresolved()).containsExactlyInAnyOrder(desk.origin(2), requested + "/0/3", requested + "/9/0");
    }

    @Test
    void secondReplay_shutsOutTheFirst() {
        desk.fill(2_000);
        try (JarRun first = run("128m", "replay", "--all", "--yes", "--rate", "50")) {
            awaitTrue(() -> desk.replayedCount() >= 50);
            try (JarRun second = run("128m", "replay", "--all", "--yes", "--rate", "100000")) {
                assertThat(second.exitCode()).as(second.printed()).isZero();
            }
            assertThat(first.exitCode()).as(first.printed()).isEqualTo(1);
            assertThat(first.printed()).contains("Fenced: another", "Stopped: ");
        }
        assertThat(desk.replayedOrigins()).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(desk.unresolved()).isEmpty();
    }

    @Test
    void onATerminal_onlyYesAgrees() {
        desk.fill(2);
        try (JarRun refused = terminal("discard", desk.origin(0))) {
            refused.type("n\n");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.printed()).contains("Discard permanently 1 dead letter? [y/N]", "Nothing was done.");
        }
        assertThat(desk.unresolved()).hasSize(2);
        try (JarRun agreed = terminal("discard", desk.origin(0))) {
            agreed.type("yes\n");
            assertThat(agreed.exitCode()).as(agreed.printed()).isZero();
        }
        assertThat(desk.unresolved()).containsExactly(desk.origin(1));
        try (JarRun shown = run("64m", "show", desk.origin(1))) {
            assertThat(shown.exitCode()).isZero();
            assertThat(shown.printed()).contains("Dead letter " + desk.origin(1), "What to do:");
        }
    }

    @Test
    void hundredThousandLetters_areListedInLittleMemory() {
        desk.fill(100_000);
        try (JarRun listed = run("32m", "list", "--limit", "3")) {
            assertThat(listed.exitCode()).as(listed.printed()).isZero();
            assertThat(listed.printed()).contains("100,000 × TRANSIENT InternalError", "99,997 more");
        }
    }

    private JarRun run(String heap, String... args) {
        return JarRun.plain(directory, desk.environment(), heap, LetterDesk.deadLetters(args));
    }

    private JarRun terminal(String... args) {
        return JarRun.onTerminal(directory, desk.environment(), LetterDesk.deadLetters(args));
    }

    private static void awaitTrue(BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(20)).until(condition::getAsBoolean);
    }
}
