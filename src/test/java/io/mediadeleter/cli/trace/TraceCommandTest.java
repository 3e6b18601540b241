package io.mediadeleter.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Terminal;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.trace.RequestSummary;
import io.mediadeleter.trace.TopicLook;
import io.mediadeleter.trace.TraceEntry;
import io.mediadeleter.trace.TraceEvent;
import io.mediadeleter.trace.TraceEvent.Failure;
import io.mediadeleter.trace.TraceFindings;
import io.mediadeleter.trace.TraceLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is printed of what was found, and how looking is stopped. */
class TraceCommandTest {

    private static final Origin ORIGIN = new Origin("requested", 0, 17);
    private static final String EVIL = "x\u001b[2J\n\u202e\"y";

    private final StoppedTime time = new StoppedTime();
    private final List<Runnable> signals = new ArrayList<>();
    private boolean isTerminal;

    @Test
    void whateverARecordSays_isPrintedOnOneLineOfText() {
        Cli cli = run(found(TraceFindings.End.WHOLE), "--event-id", "e1").ended(0);

        assertThat(cli.out())
                .contains(
                        "dead letter",
                        "NOT READ: missing ACL",
                        "parts x\\u001b",
                        "reason x\\u001b",
                        "x\\u001b[2J\\u000a\\u202e");
        assertThat(cli.out().codePoints().filter(each -> each != '\n' && Character.isISOControl(each)))
                .isEmpty();
        assertThat(cli.out()).doesNotContain("\u202e");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void json_isOneObjectAndNothingElse() throws Exception {
        isTerminal = true;
        Cli cli = run(found(TraceFindings.End.WHOLE), "--event-id", "e1", "--format", "json")
                .ended(0);

        assertThat(cli.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.at("/entries/0/what").asText()).isEqualTo("REQUESTED");
        assertThat(json.at("/entries/0/deleteParts/0/type").asText()).isEqualTo(EVIL);
        assertThat(json.at("/entries/0/reason").asText()).isEqualTo(EVIL);
        assertThat(json.at("/state/requests/0/reason").asText()).isEqualTo(EVIL);
        assertThat(json.at("/entries/1/faultMessage").asText()).isEqualTo(EVIL);
        assertThat(json.at("/state/kind").asText()).isEqualTo("DEAD_LETTER");
        assertThat(json.at("/state/complete").asBoolean(true)).isFalse();
        assertThat(json.at("/state/requests/0/origin").asText()).isEqualTo(ORIGIN.toString());
        assertThat(json.at("/state/holds")).as("one has ended").isEmpty();
        assertThat(json.at("/topics/0/notRead").asText()).startsWith("missing ACL");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void idWithABlankThatNobodySees_isNoted() {
        assertThat(run(found(TraceFindings.End.WHOLE), "--event-id", "e1\u00a0").err())
                .isEqualToNormalizingNewlines(
                        "Note: the id ends in U+00A0 (no-break space), and ids are compared exactly.\n");
    }

    @Test
    void terminal_seesHowFarItIs_andCtrlCEndsIt() {
        isTerminal = true;
        TraceLog log = (query, since, observer) -> {
            observer.expect(1_000);
            time.pass(Duration.ofSeconds(1));
            assertThat(observer.passed(500)).isTrue();
            signals.forEach(Runnable::run);
            return found(observer.passed(1) ? TraceFindings.End.WHOLE : TraceFindings.End.STOPPED);
        };

        Cli cli = run(log, "--event-id", "e1").ended(1);
        assertThat(cli.err()).contains("[###############---------------] 500 of 1,000 read (50 %)", "Stopped before");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void ctrlC_endsTheWaitForBrokersThatDoNotAnswer() {
        TraceLog log = (query, since, observer) -> {
            new Thread(() -> signals.forEach(Runnable::run)).start();
            try {
                throw new AssertionError(new CompletableFuture<>().get());
            } catch (InterruptedException | ExecutionException gone) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Cannot list the topics", gone);
            }
        };

        Cli cli = run(log, "--event-id", "e1").ended(1);
        assertThat(cli.err()).contains("Stopped before everything was read; nothing was changed");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void tooMany_areNotShown() {
        Cli cli =
                run(found(TraceFindings.End.TOO_MANY), "--correlation-id", "c").ended(1);
        assertThat(cli.err()).contains("More than 5,000 records", "correlationId c", "Name one request");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void tooMany_isAnObjectForPrograms() throws Exception {
        Cli cli = run(found(TraceFindings.End.TOO_MANY), "--correlation-id", "c", "--format", "json")
                .ended(1);

        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.path("problem").asText()).startsWith("More than 5,000 records");
        assertThat(json.at("/state/complete").asBoolean(true)).isFalse();
        assertThat(json.at("/state/kind").isMissingNode()).isTrue();
    }

    private TraceFindings found(TraceFindings.End end) {
        RequestSummary asked = new RequestSummary(EVIL, "52", 7L, List.of(new Part(EVIL, null)), EVIL, EVIL, EVIL);
        Hold ended = new Hold(Selector.parse("media:52").orElseThrow(), "r", null, Instant.EPOCH, Instant.EPOCH);
        return new TraceFindings(
                List.of(
                        new TraceEntry(
                                new Partition("requested", 0),
                                17,
                                Instant.EPOCH,
                                ORIGIN,
                                asked,
                                new TraceEvent.Queued(TopicRole.REQUESTED, null, 0, null)),
                        new TraceEntry(
                                new Partition("dead", 0),
                                1,
                                Instant.EPOCH.plusSeconds(1),
                                ORIGIN,
                                asked,
                                new TraceEvent.GivenUp(
                                        new Failure("PERMANENT", EVIL, EVIL, EVIL), null, 1, false, 0, Instant.EPOCH))),
                List.of(),
                List.of(ended),
                List.of(new TopicLook("deleted", null, 0, 3, "missing ACL: Read on topic deleted")),
                Map.of(),
                2,
                end);
    }

    private Cli run(TraceFindings found, String... args) {
        return run((query, since, observer) -> found, args);
    }

    private Cli run(TraceLog log, String... args) {
        Terminal terminal = new Terminal() {
            @Override
            public boolean isThere() {
                return isTerminal;
            }

            @Override
            public boolean agrees(String question) {
                throw new AssertionError(question);
            }
        };
        Settings settings = Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "nowhere:1"), null);
        ProcessContext process = new ProcessContext(() -> settings, terminal, signals::add, time);
        CommandLine line = new CommandLine(new TraceCommand(process, any -> log))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure.getMessage());
                    return 1;
                });
        return Cli.run(line, args);
    }
}
