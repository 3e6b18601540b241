package io.mediadeleter.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Letters that name a place where no request can have been. */
@WithKafka
class ForgedLettersIT {

    private final LetterDesk desk;

    ForgedLettersIT(KafkaFixture kafka) {
        desk = new LetterDesk(kafka);
    }

    @Test
    void originsThatNeverWere_areSaidAndSkippedAndMayBeDiscarded() {
        String requested = desk.origin(1).split("/", 2)[0];
        desk.write(List.of(
                desk.letter(1, "TRANSIENT", "InternalError"),
                forged(requested + "/0/2"),
                forged(requested + "/3/0"),
                forged(requested + "/0/0@AAAAAAAAAAAAAAAAAAAAAA"),
                forged(requested + ".retry.7s/0/0"),
                forged(requested + ".retry.5s/0/0"),
                forged(requested + ".replay/0/0"),
                forged(requested + ".bulk/0/0"),
                forged(requested + ".bulk.grace/0/0"),
                desk.letter(0, "TRANSIENT", "InternalError", "md-origin", requested + "/0/1")));

        assertThat(desk.run("list").out()).contains("9 of them forged, or from another cluster");
        assertThat(desk.run("show", requested + "/3/0").out())
                .contains("disproved     " + requested + " has no partition 3; its last is 2");
        Cli ran = desk.run("replay", "--all", "--yes").ended(0);
        assertThat(ran.out())
                .contains("9 dead letters skipped: with an origin that the topic's history disproves")
                .contains("1 of 1 dead letter replayed.")
                .doesNotContain("not compared");
        assertThat(desk.run("replay", requested + "/3/0", "--yes").out()).contains("Nothing to replay.");
        assertThat(desk.replayedOrigins()).containsExactly(desk.origin(1));
        assertThat(desk.unresolved()).hasSize(9);

        assertThat(desk.run("discard", "--all", "--yes").out()).contains("9 of 9 dead letters discarded.");
        assertThat(desk.unresolved()).isEmpty();
    }

    private ProducerRecord<byte[], byte[]> forged(String key) {
        ProducerRecord<byte[], byte[]> forged = desk.record(key, "{\"eventId\":\"e\",\"fileId\":\"528548548798521\"}");
        forged.headers().add("md-fault-kind", "TRANSIENT".getBytes(UTF_8));
        return forged;
    }

    /** Letters of a topic that was recreated since are compared with nothing: what it held is not known any more. */
    @Test
    void lettersOfATopicThatIsGone_areReplayed() {
        desk.write(List.of(
                desk.letter(1, "TRANSIENT", "InternalError"),
                desk.letter(2, "TRANSIENT", "InternalError", "md-origin-topic-id", desk.requestTopicId())));
        String first = desk.requestTopicId();
        desk.renewRequestTopic();
        desk.write(List.of(forged(desk.origin(3) + "@" + first)));

        assertThat(desk.run("list").out()).contains("3 dead letters:", "1 of them forged");
        assertThat(desk.run("replay", "--all", "--yes").out()).contains("2 of 2 dead letters replayed.");
        assertThat(desk.unresolved()).containsExactly(desk.origin(1));

        desk.dropRequestTopic();
        Cli ran = desk.run("replay", "--all", "--yes").ended(0);
        assertThat(ran.out()).contains("were not compared with the topic's history (there is no topic ");
        assertThat(desk.unresolved()).isEmpty();
    }
}
