package io.mediadeleter.cli.deadletters;

import static io.mediadeleter.service.ServiceRig.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What the commands choose, show and write; without a terminal, in this JVM. */
@WithKafka.Together
class DeadLetterCommandsIT {

    private final LetterDesk desk;

    DeadLetterCommandsIT(KafkaFixture kafka) {
        desk = new LetterDesk(kafka);
    }

    @Test
    void lettersOfAllKinds_areCountedFilteredAndShown() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(List.of(
                desk.letter(1, "PERMANENT", "InvalidParameterValue.SubAppId"),
                desk.letter(1, "TRANSIENT", "InternalError", "md-failed-at", "2026-11-25T08:00:00Z"), // its last record
                desk.letter(2, "TRANSIENT", "InternalError", "md-failed-at", "2026-11-25T10:00:00Z"),
                desk.letter(3, "PERMANENT", "AuthFailure.X", "md-fault-message", "red \u001b[31m alert"),
                desk.letter(4, "PERMANENT", "gone"),
                desk.record(desk.origin(4), null),
                desk.letter(5, "MALFORMED", "InvalidJson", "md-failed-at", "soon", "md-replays", "-1"),
                desk.record("no origin", "no JSON")));
        desk.write(records);

        Cli all = desk.run("list").ended(0);
        assertThat(all.out())
                .contains(
                        "5 dead letters:",
                        "2 × TRANSIENT InternalError since 2026-11-25T08:00:00Z, the last 2026-11-25T10:00:00Z",
                        "1 of them not written by this service",
                        desk.origin(1))
                .doesNotContain(desk.origin(4));
        assertThat(origins("--fault", "transient")).containsOnly(desk.origin(1), desk.origin(2));
        assertThat(origins("--fault", "AuthFailure.*")).containsOnly(desk.origin(3));
        assertThat(origins("--file-id", "528548548798522")).containsOnly(desk.origin(2));
        assertThat(origins(
                        "--since", "2026-11-25T08:00:00Z", "--until", "2026-11-25T10:00:00Z", "--fault", "TRANSIENT"))
                .containsOnly(desk.origin(1));
        assertThat(desk.run("list", "--limit", "1").out()).contains("4 more, older ones.");

        Cli shown = desk.run("show", desk.origin(3), desk.origin(4)).ended(1);
        assertThat(shown.out())
                .contains("PERMANENT AuthFailure.X", "red \\u001b[31m alert", "What to do:", "\"eventId\" : \"e3\"")
                .doesNotContain("\u001b");
        assertThat(shown.err()).contains("No unresolved dead letter " + desk.origin(4));
        JsonNode whole =
                Json.read(desk.run("show", "--format", "json", desk.origin(3)).out());
        assertThat(whole.path("key").asText()).isEqualTo(desk.origin(3));
        assertThat(whole.path("headers")).hasSize(7);
    }

    @Test
    void lettersBehindAnOpenTransaction_areSaidToBeMissing() throws Exception {
        try (AutoCloseable open = desk.hide(desk.letter(1, "PERMANENT", "gone"))) {
            assertThat(open).isNotNull();

            Cli list = desk.run("list").ended(1);

            assertThat(list.said())
                    .startsWith("This is incomplete: 1 record on ")
                    .contains("Do not abort it", "kafka-transactions.sh", "describe-producers");
            assertThat(desk.run("show", desk.origin(1)).err()).contains("This is incomplete: 1 record on ");
            assertThat(desk.run("replay", "--all", "--dry-run").err()).contains("This is incomplete: 1 record on ");
            Cli replay =
                    desk.run("replay", "--all", "--yes", "--format", "json").ended(1);
            assertThat(Json.read(replay.out()).path("complete").asBoolean()).isFalse();
        }
    }

    @Test
    void letterThatTheReplayTopicRefuses_staysAndAllOthersAreReplayed() {
        desk.limitReplayTopic(50_000);
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(number -> desk.letter(number, "TRANSIENT", "InternalError"))
                .toList());
        letters.get(7).headers().add("large", new byte[60_000]);
        letters.get(40).headers().add("large", new byte[70_000]);
        letters.get(41).headers().add("fits", new byte[40_000]);
        desk.write(letters);

        Cli done = desk.run("replay", "--all", "--yes").ended(1);

        assertThat(done.out()).contains("58 of 60 dead letters replayed; 2 stay in the table", "max.message.bytes");
        assertThat(done.err())
                .contains(desk.origin(7) + " stays in the table", desk.origin(40) + " stays in the table");
        assertThat(desk.unresolved()).containsExactlyInAnyOrder(desk.origin(7), desk.origin(40));
        assertThat(desk.replayedOrigins()).hasSize(58).doesNotHaveDuplicates();

        desk.limitReplayTopic(100);
        desk.run("replay", desk.origin(7), "--yes").ended(1);

        desk.limitReplayTopic(2_097_152);
        desk.run("replay", "--all", "--yes").ended(0);
        assertThat(desk.unresolved()).isEmpty();
    }

    @Test
    void replayTopicThatTakesHardlyAnything_isNamedAndNothingIsLost() {
        desk.fill(30);
        desk.limitReplayTopic(100);

        Cli done = desk.run("replay", "--all", "--yes").ended(1);

        assertThat(done.err()).contains("refuses a record of only ", "--add-config max.message.bytes=2097152");
        assertThat(desk.unresolved()).hasSize(30);
        assertThat(desk.lane()).isEmpty();
    }

    /** A number of milliseconds that is one of microseconds, or what somebody made up. */
    @Test
    void timesThatMakeNoSense_areShownAndSpoilNothing() {
        desk.write(List.of(
                desk.letter(1, "TRANSIENT", "InternalError", "md-origin-timestamp", String.valueOf(Long.MAX_VALUE)),
                desk.letter(2, "TRANSIENT", "InternalError", "md-failed-at", "+1000000000-12-31T23:59:59.999999999Z"),
                desk.letter(3, "TRANSIENT", "InternalError", "md-failed-at", "-1000000000-01-01T00:00:00Z"),
                desk.letter(4, "TRANSIENT", "InternalError", "md-origin-timestamp", "-1000000000-01-01T00:00:00Z"),
                desk.letter(5, "TRANSIENT", "InternalError", "md-origin-timestamp", "99999999999999999999"),
                desk.letter(6, "TRANSIENT", "InternalError", "md-failed-at", "1772356443123000"),
                desk.letter(7, "TRANSIENT", "InternalError", "md-failed-at", "0")));

        assertThat(desk.run("list").out()).contains("7 dead letters:", desk.origin(1), desk.origin(7));
        for (int number = 1; number <= 7; number++) {
            desk.run("show", desk.origin(number)).ended(0);
            desk.run("show", "--format", "json", desk.origin(number)).ended(0);
        }
        assertThat(desk.run("replay", "--all", "--yes").out()).contains("7 of 7 dead letters replayed.");
    }

    @Test
    void replay_sendsTheOriginalRequestAndResolvesTheLetter() throws Exception {
        desk.write(List.of(
                desk.letter(
                        1,
                        "TRANSIENT",
                        "InternalError",
                        "md-origin-key",
                        "a2V5",
                        "traceparent",
                        "00-1",
                        "md-replays",
                        "2"),
                desk.emptied(desk.letter(2, "TRANSIENT", "InternalError", "md-null-value", "true")),
                desk.letter(3, "TRANSIENT", "InternalError", "md-replays", "3"),
                desk.letter(4, "MALFORMED", "InvalidJson"),
                desk.letter(5, "TRANSIENT", "InternalError", "md-origin-key", "%"),
                desk.record("no origin", "x")));

        Cli looked = desk.run("replay", "--all", "--dry-run").ended(0);
        assertThat(looked.out())
                .contains(
                        "2 dead letters to replay:",
                        "1 dead letter skipped: replayed --max-replays times already",
                        "1 dead letter skipped: MALFORMED",
                        "1 dead letter skipped: with a damaged md-origin-key",
                        "1 dead letter skipped: not written by this service",
                        "calls a second",
                        "Nothing was done (--dry-run).");
        assertThat(desk.lane()).isEmpty();

        Cli done = desk.run("replay", "--all", "--yes").ended(0);
        assertThat(done.out()).contains("2 of 2 dead letters replayed.").doesNotContain("\r", "\u001b");
        assertThat(desk.unresolved())
                .containsExactlyInAnyOrder(desk.origin(3), desk.origin(4), desk.origin(5), "no origin");
        ConsumerRecord<byte[], byte[]> first = replayed(1);
        assertThat(first.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(new String(first.value(), UTF_8)).contains("\"eventId\":\"e1\"");
        assertThat(header(first, "md-origin")).isEqualTo(desk.origin(1));
        assertThat(header(first, "md-replay-of")).isEqualTo(desk.origin(1));
        assertThat(header(first, "md-origin-timestamp")).isEqualTo("1764000000000");
        assertThat(header(first, "md-replays")).isEqualTo("3");
        assertThat(header(first, "traceparent")).isEqualTo("00-1");
        assertThat(header(first, "md-replayed-at")).isNotEmpty();
        assertThat(header(first, "md-called")).isEqualTo("true");
        assertThat(first.headers()).hasSize(7);
        assertThat(replayed(2).key()).isNull();
        assertThat(replayed(2).value()).isNull();

        Cli named = desk.run("replay", "--yes", "--format", "json", desk.origin(4), desk.origin(1))
                .ended(1);
        JsonNode told = Json.read(named.out());
        assertThat(told.path("done").asInt()).isEqualTo(1);
        assertThat(told.path("complete").asBoolean(true)).isFalse();
        assertThat(told.path("unknown")).extracting(JsonNode::asText).containsExactly(desk.origin(1));
        assertThat(named.err()).contains("No unresolved dead letter " + desk.origin(1));
        assertThat(desk.replayedOrigins()).containsExactlyInAnyOrder(desk.origin(1), desk.origin(2), desk.origin(4));
    }

    /** The default was corrected, or changed by mistake: the list shows for which one they were given up. */
    @Test
    void lettersOfAnotherDefault_areReplayedOnlyInTheSubApplicationThatIsSaid() throws Exception {
        desk.defaultSubApp("1500000002");
        desk.write(List.of(
                desk.letter(1, "ABSENT", "ResourceNotFound", "md-sub-app-id", "1500000001"),
                desk.letter(2, "ABSENT", "ResourceNotFound", "md-sub-app-id", "1500000001"),
                desk.letter(3, "ABSENT", "ResourceNotFound", "md-sub-app-id", "1500000002"),
                desk.letter(4, "ABSENT", "ResourceNotFound")));

        assertThat(desk.run("replay", "--sub-app-id", "1500000001", "--yes")
                        .ended(1)
                        .out())
                .contains(
                        "Nothing to replay.",
                        "2 dead letters skipped: given up for another sub-application",
                        "2 × given up for 1500000001; the default of this command's settings is 1500000002");
        JsonNode asJson = Json.read(desk.run("replay", "--all", "--dry-run", "--format", "json")
                .ended(1)
                .out());
        assertThat(asJson.path("givenUpFor").path("1500000001").asInt()).isEqualTo(2);
        assertThat(asJson.path("complete").asBoolean(true)).isFalse();
        assertThat(desk.run("replay", desk.origin(1), "--yes").out()).contains("Nothing to replay.");
        assertThat(desk.run("replay", "--all", "--call-in", "1500000003", "--yes")
                        .out())
                .contains(
                        "Nothing to replay.",
                        "4 dead letters skipped: given up for another sub-application than the one to call them in (--call-in,");
        assertThat(desk.lane()).isEmpty();
        assertMisuse("--call-in is the number of a sub-application", "replay", "--all", "--call-in", "0", "--yes");

        desk.run("replay", desk.origin(1), "--call-in", "1500000001", "--yes").ended(0);
        desk.run("replay", "--all", "--call-in", "1500000002", "--yes").ended(0);
        assertThat(desk.unresolved()).isEmpty();
        assertThat(header(replayed(1), "md-sub-app-id")).isEqualTo("1500000001");
        for (int number = 2; number <= 4; number++) {
            assertThat(header(replayed(number), "md-sub-app-id")).isEqualTo("1500000002");
        }
    }

    @Test
    void discard_onlyResolves_andForeignLettersOnlyWhenNamed() throws Exception {
        desk.write(List.of(
                desk.letter(1, "MALFORMED", "InvalidJson"),
                desk.letter(2, "TRANSIENT", "InternalError"),
                desk.record("no origin", "x")));

        assertThat(desk.run("discard", "--fault", "MALFORMED", "--yes").out())
                .contains("1 of 1 dead letter discarded.");
        assertThat(desk.run("discard", "--all", "--yes").out()).contains("1 of 1 dead letter discarded.", "skipped");
        assertThat(desk.unresolved()).containsExactly("no origin");

        String place = Json.read(desk.run("list", "--format", "json").out())
                .path("place")
                .asText();
        desk.run("discard", place, "--yes").ended(0);
        assertThat(desk.unresolved()).isEmpty();
        assertThat(desk.lane()).isEmpty();
        assertThat(desk.run("list").out()).startsWith("No dead letters.");
        desk.run("discard", "--all", "--yes").ended(0);
    }

    @Test
    void misuse_isRefusedBeforeAnythingIsDone() {
        desk.write(List.of(desk.letter(1, "TRANSIENT", "InternalError")));

        assertMisuse("There is no terminal to ask for confirmation", "replay", "--all");
        assertMisuse("There is no terminal to ask for confirmation", "discard", "--fault", "TRANSIENT");
        assertMisuse("Which dead letters?", "replay", "--yes");
        assertMisuse("leave out one of the two", "replay", "--all", "--since", "2h", "--yes");
        assertMisuse("is not an origin", "show", "topic/x");
        assertMisuse("is not a time", "list", "--since", "2026-11-25T09:00:00");
        assertMisuse("--rate is 1 or more", "replay", "--all", "--yes", "--rate", "0");
        assertMisuse("Missing a command");
        assertThat(desk.unresolved()).hasSize(1);
        assertMisuse("did you mean PERMANENT?", "list", "--fault", "PERMANENTT");
        assertMisuse("did you mean TRANSIENT?", "replay", "--fault", "transiant", "--yes");
        assertMisuse("no time lies between", "list", "--since", "1h", "--until", "2h");
        assertThat(desk.run("list", "--file-id", "1").out())
                .contains("No dead letter matches", "1 × TRANSIENT InternalError");
        desk.run("list", "no-such-topic/0/1").ended(1);
        Cli nothing = desk.run("replay", "--fault", "PERMANENT", "--yes").ended(0);
        assertThat(nothing.out()).contains("Nothing to replay.", "In the table:", "1 × TRANSIENT InternalError");
    }

    @Test
    void missingReplayTopic_isToldBeforeAnythingIsDone() throws Exception {
        desk.fill(1);
        desk.dropReplayTopic();

        Cli ran = desk.run("replay", "--all", "--yes").ended(1);

        assertThat(ran.out()).isEmpty();
        assertThat(ran.said())
                .hasLineCount(1)
                .startsWith("Nothing was done: there is no topic ")
                .contains(".replay", "media-deleter topics create");
        JsonNode told = Json.read(
                desk.run("replay", "--all", "--yes", "--format", "json").out());
        assertThat(told.path("complete").asBoolean(true)).isFalse();
        assertThat(told.path("problem").asText()).startsWith("Nothing was done: there is no topic ");
        assertThat(desk.unresolved()).hasSize(1);
        desk.run("replay", "--all", "--dry-run").ended(0);
    }

    private void assertMisuse(String message, String... args) {
        Cli ran = desk.run(args).ended(2);
        assertThat(ran.err()).contains(message);
    }

    private List<String> origins(String... filters) throws Exception {
        List<String> args = new ArrayList<>(List.of("list", "--format", "json"));
        args.addAll(List.of(filters));
        return Json.read(desk.run(args.toArray(String[]::new)).out().lines().toList()).stream()
                .map(letter -> letter.path("origin").asText())
                .toList();
    }

    private ConsumerRecord<byte[], byte[]> replayed(int number) {
        return desk.lane().stream()
                .filter(read -> desk.origin(number).equals(header(read, "md-origin")))
                .findFirst()
                .orElseThrow();
    }
}
