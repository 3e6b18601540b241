package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pause, resume and holds write, read and say; without a terminal, in this JVM. */
@WithKafka.Together
class HoldCommandsIT {

    private final KafkaFixture kafka;
    private final HoldRig rig;

    @TempDir
    private Path directory;

    HoldCommandsIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new HoldRig(kafka);
    }

    @Test
    void pauseWithoutAnInstance_standsUntilResume() throws Exception {
        Cli paused = rig.run("pause", "--reason", "wrong export", "--by", "ops@desk", "--for", "2h")
                .ended(0);

        assertThat(paused.out())
                .contains(
                        "Paused. No call starts after ",
                        "reason  wrong export",
                        "by      ops@desk",
                        "NOTHING WAS RUNNING: the group " + rig.environment().get("MEDIA_DELETER_GROUP_ID") + " at "
                                + kafka.bootstrapServers() + " has no instance, so no call was stopped.",
                        "If yours run, they have another group-id or other brokers, and go on");
        assertThat(rig.standing()).hasSize(1);
        assertThat(rig.standing().values())
                .containsExactly("{\"reason\":\"wrong export\",\"by\":\"ops@desk\",\"for\":\"PT2H\"}");
        assertThat(rig.run("holds", "list").out())
                .contains("Paused: no calls are made. 1 pause, 0 holds.", "by ops@desk: wrong export");

        rig.write("all:brake", "{\"reason\":\"300 calls within an hour\"}");
        Cli resumed = rig.run("resume").ended(0);
        assertThat(resumed.out())
                .contains("2 pauses stand:", "all:brake since ", "wrong export", "Resumed: all of it is lifted.");
        assertThat(rig.standing()).isEmpty();

        Cli again = rig.run("resume", "--format", "json").ended(0);
        assertThat(again.err()).contains("Nothing is paused, so there is nothing to resume.");
        assertThat(Json.read(again.out()).path("paused").asBoolean(true)).isFalse();
    }

    /** None of its requests was looked at: who was told that they are held has to hear that they are called now. */
    @Test
    void resumeAfterAHoldHasEnded_liftsNothingUnlessThatIsMeant() {
        rig.write("all:x", "{\"reason\":\"wrong export\"}");
        rig.write("media:1", "{\"reason\":\"suspicious\",\"until\":\"" + Instant.now() + "\"}");

        Cli refused = rig.run("resume").ended(1);
        assertThat(refused.out()).contains("1 hold ended while deletion was paused", "  media:1 until ", "suspicious");
        assertThat(refused.err()).contains("Nothing was lifted: 1 hold ended while deletion was paused.", "--yes");
        Cli cleaned = rig.run("holds", "remove", "--ended", "--yes").ended(0);
        assertThat(cleaned.out()).contains("Deletion is paused, and `resume` names the holds that ended meanwhile");
        assertThat(rig.standing()).containsOnlyKeys("all:x", "media:1");

        Cli resumed = rig.run("resume", "--yes", "--format", "json").ended(0);
        assertThat(Json.read(resumed.out()).path("endedHolds").asInt()).isEqualTo(1);
        assertThat(resumed.err()).contains("media:1 until ");
        assertThat(rig.standing()).containsOnlyKeys("media:1");
    }

    @Test
    void holdThatEndsTooEarlyForWhatWaits_isWrittenWithANote() {
        rig.write("all:x", "{\"reason\":\"wrong export\"}");
        rig.set("MEDIA_DELETER_REQUESTS_GRACE_PERIOD", "24h");

        assertThat(rig.run("holds", "add", "media:1", "--reason", "r", "--for", "8h")
                        .ended(0)
                        .out())
                .contains("Note: this ends at ", "within the grace period of 24h", "Note: deletion is paused.");
        assertThat(rig.run("holds", "add", "media:2", "--reason", "r").ended(0).out())
                .doesNotContain("Note: ");
        rig.write("all:x", null);
        assertThat(rig.run("holds", "add", "media:3", "--reason", "r", "--for", "25h")
                        .ended(0)
                        .out())
                .doesNotContain("Note: ");
    }

    @Test
    void memberThatNeverLooked_isNamedAndThePauseStands() throws Exception {
        HoldRig.Member old = rig.blindMember("old-version");
        try {
            Cli paused = rig.run("pause", "--reason", "r", "--format", "json").ended(1);

            assertThat(paused.err())
                    .contains("old-version at ", "has never looked at " + rig.controlTopic(), "Stop it");
            JsonNode told = Json.read(paused.out());
            assertThat(told.path("certain").asBoolean(true)).isFalse();
            assertThat(told.path("noCallStartsSince").isNull()).isTrue();
            assertThat(told.at("/members/0/instance").asText()).isEqualTo("old-version");
            assertThat(told.at("/members/0/presence").asText()).isEqualTo("unseen");
            assertThat(rig.standing()).hasSize(1);
        } finally {
            old.end();
        }
    }

    @Test
    void memberThatLooks_obeys_andOneThatLeavesIsWaitedFor() {
        HoldRig.Member member = rig.blindMember("i1");
        HoldRig.Member probes = rig.prober("i1");
        try {
            Cli held = rig.run("holds", "add", "media:52", "--reason", "r").ended(0);
            assertThat(held.out())
                    .contains("Held. No call for them starts after ", "Every member of the group ", " obeys: i1 at ");
        } finally {
            probes.end(); // as one that is suspended: its heartbeats stop, too
            member.end();
        }
        CompletableFuture<Cli> told = CompletableFuture.supplyAsync(
                () -> rig.run("holds", "add", "media:53", "--reason", "r", "--format", "json"));
        Cli paused = rig.run("pause", "--reason", "r").ended(0);
        assertThat(paused.out())
                .contains("No instance is left in the group ", ", which has dropped i1 at ")
                .doesNotContain("NOTHING WAS RUNNING");
        assertThat(Json.read(told.join().ended(0).out()).at("/left/0/instance").asText())
                .isEqualTo("i1");
    }

    @Test
    void selectorThatIsHeldAlready_isRefusedAndNothingIsWritten() {
        rig.run("holds", "add", "media:1", "event:e 1", "--reason", "first", "--by", "me")
                .ended(0);

        Cli refused = rig.run("holds", "add", "media:2", "event:e 1", "media:1", "--reason", "second")
                .ended(1);
        assertThat(refused.err())
                .contains("Nothing was written: 2 of 3 selectors are held already.", "event:e 1 since ", "by me: first")
                .contains("--replace");
        assertThat(rig.standing()).containsOnlyKeys("media:1", "event:e 1");

        rig.set("MEDIA_DELETER_HOLDS_MAX", "2");
        Cli many = rig.run("holds", "add", "media:2", "--reason", "second").ended(1);
        assertThat(many.err()).contains("Nothing was written", "more than media-deleter.holds.max (2)");

        rig.run("holds", "add", "media:1", "--reason", "second", "--replace").ended(0);
        assertThat(rig.standing().get("media:1")).contains("second");
    }

    @Test
    void holdsThatHaveEnded_doNotCountAgainstTheLimit() throws Exception {
        rig.set("MEDIA_DELETER_HOLDS_MAX", "2");
        rig.write("media:1", "{\"reason\":\"short\",\"until\":\"2026-01-01T00:00:00Z\"}");
        rig.write("media:2", "{\"reason\":\"short\",\"until\":\"2026-01-01T00:00:00Z\"}");

        rig.run("holds", "add", "media:2", "media:3", "--reason", "r").ended(0);

        assertThat(rig.run("holds", "add", "media:4", "--reason", "r").ended(1).err())
                .contains("Nothing was written: 2 holds stand, and with these 3 would count");
    }

    @Test
    void idThatLooksLikeASlip_isHeldExactly_andRemovedAsItStands() {
        rig.run("holds", "add", "event: e-17", "--exactly", "--reason", "r").ended(0);
        assertThat(rig.standing()).containsOnlyKeys("event: e-17");

        assertThat(rig.run("holds", "remove", "event:e-17 ").ended(1).err())
                .contains("No such hold: \"event:e-17 \".", "Note: 'event:e-17 ' ends in a blank");
        rig.run("holds", "remove", "event: e-17").ended(0);
        assertThat(rig.standing()).isEmpty();
    }

    /** Whoever may write to the topic may write any; the file is UTF-8 whatever the locale of the test is. */
    @Test
    void holdOfAnIdWithTheReplacementCharacter_isRemoved() throws Exception {
        rig.write("event:e-\uFFFD", "{\"reason\":\"r\"}");
        Path file = Files.writeString(directory.resolve("lost"), "event:e-\uFFFD\n");

        rig.run("holds", "remove", "--file", file.toString()).ended(0);

        assertThat(rig.standing()).isEmpty();
    }

    @Test
    void file_isCheckedWholeBeforeAnythingIsWritten() throws Exception {
        Path bad = Files.write(
                directory.resolve("bad.txt"), List.of("# files", "media:1", "", "media:x", "all:x", "media:*"));
        Cli refused = rig.run("holds", "add", "--file", bad.toString(), "--reason", "r")
                .ended(2);
        assertThat(refused.err())
                .contains(
                        "line 4: 'media:x' is not a selector",
                        "line 5: 'all:x' is a pause and no hold",
                        "line 6: 'media:*' is not a selector: there are no wildcards",
                        "Nothing was written.",
                        "media:SUBAPP/FILEID");
        assertThat(rig.standing()).isEmpty();

        Path good = Files.write(
                directory.resolve("good.txt"), List.of("\uFEFFmedia:1", "", "  media:5/2", "media:1", "# end"));
        rig.run("holds", "add", "--file", good.toString(), "--reason", "r").ended(0);
        assertThat(rig.standing()).containsOnlyKeys("media:1", "media:5/2");
    }

    @Test
    void removedHold_saysWhatItHasKeptAndHowToBringItBack() throws Exception {
        rig.write("media:52", "{\"reason\":\"case 12\",\"by\":\"legal\"}");
        rig.write("requested-by:o'neill & co", "{\"reason\":\"case 13\"}");
        rig.heldLetter(0, "media:52");
        rig.heldLetter(1, "requested-by:o'neill & co");
        rig.heldLetter(2, "media:9");

        String list = rig.run("holds", "list").out();
        assertThat(list).contains("0 pauses, 2 holds.", "by legal: case 12", "1 dead letter is HELD by holds that no");

        Cli removed = rig.run("holds", "remove", "media:52", "requested-by:o'neill & co", "media:77")
                .ended(1);
        assertThat(removed.err()).contains("No such hold: media:77.");
        assertThat(removed.out()).contains("2 holds removed.", "2 dead letters are HELD by them.");
        assertThat(removed.out())
                .contains("--hold media:52", "--hold 'requested-by:o'\\''neill & co'")
                .doesNotContain("media:9");
        assertThat(rig.standing()).isEmpty();

        rig.run("dead-letters", "replay", "--hold", "media:52", "--yes").ended(0);
        await().until(() -> rig.replayed() == 1); // a commit is decided before its markers are there
    }

    @Test
    void list_showsUnreadableAndEndedHolds() throws Exception {
        rig.write("media:1", "no JSON");
        rig.write("media:2", "{\"reason\":\"short\",\"until\":\"2026-01-01T00:00:00Z\"}");
        rig.write("media:x", "{\"reason\":\"none\"}");
        rig.write("all", "{\"reason\":\"a publisher\"}");

        Cli list = rig.run("holds", "list").ended(0);
        assertThat(list.out().lines().skip(3).toList().get(0)).startsWith("all ");
        assertThat(list.out()).contains("unreadable", "ended 2026-01-01T00:00:00Z");
        assertThat(list.err()).contains(" the key of 1 record is no selector; that holds nothing.");

        List<String> lines =
                rig.run("holds", "list", "--format", "json").out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(Json.read(lines.get(0)).path("pause").asBoolean()).isTrue();
        assertThat(Json.read(lines.get(1)).path("unreadable").asBoolean()).isTrue();
        assertThat(Json.read(lines.get(2)).path("inForce").asBoolean(true)).isFalse();
        rig.run("holds", "add", "media:2", "--reason", "ended ones may be held again")
                .ended(0);
    }

    /** Of a pipe that carries it as it is, each line would be a hold. */
    @Test
    void keyWithALineEnd_isRemovedAsItIsListed_andTakesNoOtherAlong() throws Exception {
        String broken = "event:e-1\nmedia:52";
        rig.write(List.of(broken, "event:e-1", "media:52"), "{\"reason\":\"r\"}");
        List<JsonNode> keys = rig.run("holds", "list", "--format", "json")
                .out()
                .lines()
                .map(line -> Json.read(line).path("key"))
                .filter(key -> key.asText().contains("\n"))
                .toList();
        Path raw = Files.writeString(directory.resolve("raw"), keys.get(0).asText() + "\n");
        Path strings = Files.writeString(directory.resolve("strings"), keys.get(0) + "\n");

        Cli refused = rig.run("holds", "remove", "--file", raw.toString(), "--format", "json")
                .ended(1);
        assertThat(refused.said())
                .startsWith("Nothing was removed: the key of the hold \"event:e-1\\u000amedia:52\" has a line end");
        assertThat(Json.read(refused.out()).path("complete").asBoolean(true)).isFalse();
        assertThat(rig.standing()).containsOnlyKeys(broken, "event:e-1", "media:52");

        rig.run("holds", "remove", "--file", strings.toString()).ended(0);
        assertThat(rig.standing()).containsOnlyKeys("event:e-1", "media:52");

        rig.run("holds", "remove", "--file", raw.toString()).ended(0);
        assertThat(rig.standing()).isEmpty();
    }

    /** Two keys that look alike in the table are not the same there. */
    @Test
    void keyOfTheTable_namesTheHoldThatItStandsFor() {
        rig.write(
                List.of("event:two\nlines", "event:two\\u000alines", "event:blank ", "event:blank"),
                "{\"reason\":\"r\"}");
        String list = rig.run("holds", "list").out();
        assertThat(list).contains("\n\"event:two\\u000alines\" ", "\nevent:two\\u000alines ", "\n\"event:blank \" ");

        rig.run("holds", "remove", "\"event:two\\u000alines\"", "\"event:blank \"")
                .ended(0);

        assertThat(rig.standing()).containsOnlyKeys("event:two\\u000alines", "event:blank");
    }

    /** A publisher may write any key. */
    @Test
    void ended_removesWhatHasEndedWhateverItsKey_andNothingElse() {
        String past = "{\"reason\":\"short\",\"until\":\"2026-01-01T00:00:00Z\"}";
        rig.write(List.of("media:1", "event:two\nlines", "all:past"), past);
        rig.write("media:2", "{\"reason\":\"stands\"}");

        Cli removed = rig.run("holds", "remove", "--ended", "--yes").ended(0);
        assertThat(removed.out()).contains("2 holds removed.");
        assertThat(rig.standing()).containsOnlyKeys("media:2", "all:past");

        Cli none = rig.run("holds", "remove", "--ended", "--yes", "--format", "json")
                .ended(0);
        JsonNode told = Json.read(none.out());
        assertThat(told.path("complete").asBoolean()).isTrue();
        assertThat(told.path("removed").asInt(-1)).isZero();
        assertThat(none.err()).contains("No hold ended more than a day ago: nothing is removed.");
        assertThat(rig.standing()).containsOnlyKeys("media:2", "all:past");
    }

    /** A program cannot tell a part of a count from the whole. */
    @Test
    void list_countsNothing_whereNotAllCanBeRead() throws Exception {
        rig.write("media:1", "{\"reason\":\"kept\"}");
        rig.heldLetter(1, "media:1");
        assertThat(counted(rig.run("holds", "list", "--format", "json")).asInt())
                .isEqualTo(1);

        AutoCloseable hanging = rig.hiddenLetter(2, "media:1");
        try {
            Cli list = rig.run("holds", "list", "--format", "json").ended(0);
            assertThat(counted(list).isNull()).as("%s", list).isTrue();
            assertThat(list.err()).contains("Dead letters were not counted: not all of them can be read. ");
            assertThat(rig.run("holds", "list").out()).containsPattern("media:1 .* \\? .*kept");
        } finally {
            hanging.close();
        }
    }

    private static JsonNode counted(Cli list) {
        return Json.read(list.out()).path("heldDeadLetters");
    }

    @Test
    void missingTopic_isOneClearFailure() {
        rig.set("MEDIA_DELETER_TOPICS_CONTROL", kafka.unique("none"));
        for (String[] command : List.of(
                new String[] {"pause", "--reason", "r"},
                new String[] {"resume"},
                new String[] {"holds", "list"},
                new String[] {"holds", "add", "media:1", "--reason", "r"},
                new String[] {"holds", "remove", "media:1"})) {
            Cli cli = rig.run(command).ended(1);
            assertThat(cli.said().lines()).singleElement().asString().contains("does not exist", "topics create");
            assertThat(cli.out()).isEmpty();
        }
    }
}
