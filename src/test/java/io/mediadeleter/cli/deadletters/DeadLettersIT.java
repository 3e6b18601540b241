package io.mediadeleter.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they ship: in processes that are killed, stopped and shut out, and on a terminal. */
@WithKafka.Together
class DeadLettersIT {

    private static final int MANY = 10_000;

    private final LetterDesk desk;
    private final Jar jar;

    DeadLettersIT(KafkaFixture kafka, @TempDir Path directory) {
        desk = new LetterDesk(kafka);
        jar = new Jar(directory, desk.environment());
    }

    @Test
    void replayThatIsKilledAndThenStopped_isGoneOnWithAndSendsEachOnce() throws Exception {
        desk.fill(MANY);
        try (Jar.Running killed = start("replay", "--all", "--yes", "--rate", "500")) {
            await().until(() -> desk.replayedCount() >= 1_000);
            killed.pauseWhen(desk::isInTransaction);
            killed.kill();
        }
        int afterKill = desk.replayedCount();
        assertThat(afterKill).isLessThan(MANY);

        try (Jar.Running stopped = terminal("replay", "--all", "--rate", "300")) {
            await().until(() -> stopped.printed().contains("? [y/N]"));
            assertThat(desk.replayedCount()).as("waits for the answer").isEqualTo(afterKill);
            stopped.type("y\n");
            await().until(() -> stopped.printed().contains("[#"));
            stopped.type("\u0003");
            assertThat(stopped.ended(1)).contains("Stopped: ", "Run the same command again to continue.");
        }
        assertThat(desk.replayedCount()).isGreaterThan(afterKill).isLessThan(MANY);

        assertThat(run(0, "128m", "replay", "--all", "--yes", "--rate", "100000"))
                .contains(" dead letters replayed.")
                .doesNotContain("\r", "\u001b");
        Set<String> origins = IntStream.range(0, MANY).mapToObj(desk::origin).collect(Collectors.toSet());
        assertThat(desk.replayedOrigins()).hasSize(MANY);
        assertThat(Set.copyOf(desk.replayedOrigins())).isEqualTo(origins);
        assertThat(desk.unresolved()).isEmpty();
    }

    @Test
    void forgedLetters_areNeverSent() throws Exception {
        desk.fill(3);
        String requested = desk.origin(0).split("/", 2)[0];
        desk.write(List.of(
                desk.record(requested + "/0/3", "{\"eventId\":\"f\",\"fileId\":\"528548548798521\"}"),
                desk.record(requested + "/9/0", "{\"eventId\":\"f\",\"fileId\":\"528548548798521\"}"),
                desk.letter(2, "TRANSIENT", "InternalError", "md-origin", desk.origin(1))));
        assertThat(run(0, "64m", "list")).contains("3 of them forged, or from another cluster");
        assertThat(run(0, "64m", "replay", "--all", "--yes"))
                .contains("3 dead letters skipped: with an origin that the topic's history disproves")
                .contains("2 of 2 dead letters replayed.");
        assertThat(desk.replayedOrigins()).containsExactlyInAnyOrder(desk.origin(0), desk.origin(1));
        assertThat(desk.unresolved()).containsExactlyInAnyOrder(desk.origin(2), requested + "/0/3", requested + "/9/0");
    }

    @Test
    void secondReplay_shutsOutTheFirst() throws Exception {
        desk.fill(2_000);
        try (Jar.Running first = start("replay", "--all", "--yes", "--rate", "50")) {
            await().until(() -> desk.replayedCount() >= 50);
            run(0, "128m", "replay", "--all", "--yes", "--rate", "100000");
            assertThat(first.ended(1)).contains("Fenced: another", "Stopped: ");
        }
        assertThat(desk.replayedOrigins()).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(desk.unresolved()).isEmpty();
    }

    @Test
    void onATerminal_onlyYesAgrees() throws Exception {
        desk.fill(2);
        try (Jar.Running refused = terminal("discard", desk.origin(0))) {
            refused.type("n\n");
            assertThat(refused.ended(1)).contains("Discard permanently 1 dead letter? [y/N]", "Nothing was done.");
        }
        assertThat(desk.unresolved()).hasSize(2);
        try (Jar.Running agreed = terminal("discard", desk.origin(0))) {
            agreed.type("yes\n");
            agreed.ended(0);
        }
        assertThat(desk.unresolved()).containsExactly(desk.origin(1));
        assertThat(run(0, "64m", "show", desk.origin(1))).contains("Dead letter " + desk.origin(1), "What to do:");
    }

    @Test
    void hundredThousandLetters_areListedInLittleMemory() throws Exception {
        desk.fill(100_000);
        assertThat(run(0, "32m", "list", "--limit", "3")).contains("100,000 × TRANSIENT InternalError", "99,997 more");
    }

    private String run(int exitCode, String heap, String... args) throws Exception {
        return jar.runPlain(exitCode, heap, LetterDesk.deadLetters(args));
    }

    private Jar.Running start(String... args) throws Exception {
        return jar.startPlain("128m", LetterDesk.deadLetters(args));
    }

    private Jar.Running terminal(String... args) throws Exception {
        return jar.startOnTerminal(LetterDesk.deadLetters(args));
    }
}
