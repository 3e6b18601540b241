package io.mediadeleter.kafka.partitions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.offset.CommitPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which topic of a name was the first, and how commits keep it. */
class TopicIdentityTest {

    private static final String FIRST = "sUe6VTtdSVWZlbLB1Jd-Yw";
    private static final String SECOND = "4_T0nzCpTR6HHpH2Pq9QQA";

    @Test
    void commit_isReadBackAsItWas() {
        FirstTopicIds firsts = FirstTopicIds.NONE.with("requested", FIRST).with("requested.retry.5s", SECOND);
        for (OptionalInt epoch : List.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(417))) {
            for (FirstTopicIds each : List.of(firsts, FirstTopicIds.NONE)) {
                CommitMetadata written = new CommitMetadata(new CommitPoint(7, "md1.xyz", SECOND), each, epoch);

                assertThat(CommitMetadata.read(7, written.metadata(1_795_702_799_348L)))
                        .isEqualTo(written);
            }
        }
        assertThat(firsts.idUnlessFirst("requested", FIRST)).isNull();
        assertThat(firsts.idUnlessFirst("requested", SECOND)).isEqualTo(SECOND);
        assertThat(firsts.idUnlessFirst("requested.retry.5s", SECOND)).isNull();
    }

    @Test
    void commitOfAnOlderVersionOrOfOthers_isOfNoKnownTopic() {
        for (String metadata : new String[] {"", "md1.xyz", "md9.later", "somebody's:note: a:b"}) {
            CommitMetadata read = CommitMetadata.read(7, metadata);

            assertThat(read.point()).isEqualTo(new CommitPoint(7, metadata));
            assertThat(read.firsts()).isEqualTo(FirstTopicIds.NONE);
            assertThat(read.metadata(1)).isEqualTo(metadata);
        }
    }

    @Test
    void commits_nameEveryControlTopicThatWasObeyed_alsoWhereAnotherPartitionHasAnOlderNote() {
        FirstTopicIds before = FirstTopicIds.NONE.with("requested", SECOND).with("g.control", FIRST);
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        committed.put(new TopicPartition("requested", 0), commit(before));
        committed.put(new TopicPartition("requested", 1), commit(before.instead("g.control", SECOND)));
        committed.put(new TopicPartition("requested", 2), new OffsetAndMetadata(7, "md1.xyz"));
        committed.put(new TopicPartition("requested", 3), null);

        assertThat(ObeyedTopics.noted(committed, "g.control")).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(ObeyedTopics.noted(committed, "other.control")).isEmpty();
        assertThat(before.instead("g.control", SECOND).of("requested")).contains(SECOND);
    }

    private static OffsetAndMetadata commit(FirstTopicIds firsts) {
        return new OffsetAndMetadata(
                7, new CommitMetadata(new CommitPoint(7, "", SECOND), firsts, OptionalInt.empty()).metadata(1));
    }

    @Test
    void noDeadLetters_thePresentTopicIsTheFirst() {
        assertThat(earlier(false).firsts().idUnlessFirst("requested", SECOND)).isNull();
    }

    @Test
    void deadLetterOfAnotherId_isOfTheFirst() {
        EarlierTopicIds earlier = earlier(true);
        earlier.add(bytes("requested/0/0"), false, Optional.of(FIRST));

        assertThat(earlier.firsts().idUnlessFirst("requested", SECOND)).isEqualTo(SECOND);
        assertThat(earlier.firsts().of("requested")).contains(FIRST);
    }

    @Test
    void deadLetterOfThePresentId_saysThatOffsetsWereLostAndNoTopic() {
        EarlierTopicIds earlier = earlier(false);
        earlier.add(bytes("requested/0/0"), false, Optional.of(SECOND));
        earlier.add(bytes("requested/0/1"), false, Optional.empty());

        assertThat(earlier.firsts().idUnlessFirst("requested", SECOND)).isNull();
    }

    @Test
    void deadLetterOfAnOlderVersion_countsWhereNothingIsCommitted() {
        EarlierTopicIds fresh = earlier(false);
        EarlierTopicIds going = earlier(true);
        fresh.add(bytes("requested/0/0"), false, Optional.empty());
        going.add(bytes("requested/0/0"), false, Optional.empty());

        assertThat(fresh.firsts().idUnlessFirst("requested", SECOND)).isEqualTo(SECOND);
        assertThat(going.firsts().idUnlessFirst("requested", SECOND)).isNull();
    }

    @Test
    void whatIsNoDeadLetterOfTheTopic_saysNothing() {
        EarlierTopicIds earlier = earlier(false);
        earlier.add(bytes("other/0/0"), false, Optional.empty());
        earlier.add(bytes("no origin"), false, Optional.empty());
        earlier.add(bytes("requested/0/0"), true, Optional.empty());

        assertThat(earlier.firsts().idUnlessFirst("requested", SECOND)).isNull();
    }

    /** What it says would be committed with every partition. */
    @Test
    void deadLetterWhoseIdIsNone_isLikeOneWithout() {
        EarlierTopicIds earlier = earlier(false);
        earlier.add(bytes("requested/0/0"), false, Optional.of("x".repeat(5_000)));

        assertThat(earlier.firsts().of("requested")).contains(FirstTopicIds.UNKNOWN);
    }

    @Test
    void lookThatSawNotAll_takesThePresentTopicForALaterOneUnlessTheGroupGoesOn() {
        EarlierTopicIds fresh = earlier(false);
        EarlierTopicIds going = earlier(true);
        fresh.incomplete();
        going.incomplete();

        assertThat(fresh.firsts().idUnlessFirst("requested", SECOND)).isEqualTo(SECOND);
        assertThat(going.firsts().idUnlessFirst("requested", SECOND)).isNull();
    }

    private static EarlierTopicIds earlier(boolean committed) {
        return new EarlierTopicIds(Map.of("requested", SECOND), committed ? Set.of("requested") : Set.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
