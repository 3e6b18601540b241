package io.mediadeleter.kafka.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import io.mediadeleter.rule.SettlementPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a dead letter says that a call may have been made for it: replays, reports and people go by that. */
class SettlementFormsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Attempt RETRIED = new Attempt(1, NOW, null, 0, null);
    private static final Content.Malformed MALFORMED = new Content.Malformed("SubAppIdNotAllowed", "2 is not allowed");

    private final TopicNames topics = new TopicNames("r", "r.bulk", "d", "l", "p", "q", "c", List.of(), List.of());
    private final SettlementForms forms =
            new SettlementForms(new RecordWriter(topics, topic -> Optional.empty(), new ResultEncoder("test")));

    @Test
    void callThatCountedForNothing_isToldInAHeader() {
        Fault expired = Fault.expired("old");

        assertThat(called(Attempt.FIRST, new DeadLettered(0, NOW, NOW, expired, true)))
                .isEqualTo("true");
        assertThat(called(Attempt.INHERITED, new DeadLettered(0, NOW, NOW, expired, true)))
                .isEqualTo("true");
        assertThat(called(Attempt.FIRST, new DeadLettered(0, NOW, NOW, expired)))
                .isNull();
        assertThat(called(Attempt.FIRST, new DeadLettered(1, NOW, NOW, refused(), true)))
                .as("the one attempt was refused, the other call may have deleted")
                .isEqualTo("true");
        assertThat(called(RETRIED, new DeadLettered(2, NOW, NOW, refused(), true)))
                .as("the attempts tell")
                .isNull();
    }

    /** By other rules it may have been a request, which the partition's former owner called. */
    @Test
    void malformed_keepsWhatIsKnownOfItsCalls() {
        ProducerRecord<byte[], byte[]> retried =
                letter(RETRIED, SettlementPolicy.refuse(delivery(RETRIED), MALFORMED, NOW));
        Attempt replayed = new Attempt(0, null, null, 1, null, NOW, true);

        assertThat(header(retried, "md-attempt")).isEqualTo("1");
        assertThat(called(replayed, SettlementPolicy.refuse(delivery(replayed), MALFORMED, NOW)))
                .isEqualTo("true");
        assertThat(called(Attempt.INHERITED, SettlementPolicy.refuse(delivery(Attempt.INHERITED), MALFORMED, NOW)))
                .isEqualTo("true");
        assertThat(called(Attempt.FIRST, SettlementPolicy.refuse(delivery(Attempt.FIRST), MALFORMED, NOW)))
                .isNull();
    }

    /** Another default by then would be another media. */
    @Test
    void whateverIsCarriedOn_saysForWhichSubApplicationItIs() {
        List<Settlement> settlements = List.of(
                new Deferred(Duration.ofHours(1), NOW),
                new Retried(new RetryDelay("5s", Duration.ofSeconds(5)), 1, NOW, NOW, NOW, refused()),
                new DeadLettered(1, NOW, NOW, refused()));

        for (Settlement settlement : settlements) {
            assertThat(subApp(of(7L), settlement)).isEqualTo("7");
            assertThat(subApp(of(null), settlement)).isEqualTo("own");
        }
        assertThat(subApp(MALFORMED, settlements.get(2)))
                .as("nobody has settled on any, and the header is the publisher's")
                .isNull();
    }

    /** Its replay would be for today's default else. */
    @Test
    void requestThatIsNoLongerOne_keepsWhatWasSettledOn() {
        Delivery retried = carried("r.retry.5s", MALFORMED);

        assertThat(header(
                        forms.draft(new Settled(retried, SettlementPolicy.refuse(retried, MALFORMED, NOW)))
                                .outgoing(),
                        "md-sub-app-id"))
                .isEqualTo("9");
    }

    @Test
    void requestThatCannotWait_isNotSaidToBeUncalled_whereAFormerOwnerMayHaveCalledIt() {
        assertThat(message(Attempt.FIRST))
                .isEqualTo("Not called, as its grace period cannot begin: the record is too large for the grace topic");
        assertThat(message(Attempt.INHERITED))
                .endsWith(
                        "for the grace topic. A call for it may have been made before, and may have deleted the media");
    }

    /** The key may be all that was too large. */
    @Test
    void noticeOfADeadLetter_saysWhatIsMissing() {
        Message large = new Message("k".repeat(3_000).getBytes(UTF_8), "{}".getBytes(UTF_8), List.of(), NOW);
        Message empty = new Message("k".repeat(3_000).getBytes(UTF_8), null, List.of(), NOW);

        assertThat(header(notice(large), "md-key-dropped")).isEqualTo("3000");
        assertThat(header(notice(large), "md-value-dropped")).isEqualTo("2");
        assertThat(header(notice(large), "md-null-value")).isNull();
        assertThat(header(notice(empty), "md-key-dropped")).isEqualTo("3000");
        assertThat(header(notice(empty), "md-value-dropped")).isNull();
        assertThat(header(notice(empty), "md-null-value")).isEqualTo("true");
    }

    /** The smallest form. */
    private ProducerRecord<byte[], byte[]> notice(Message message) {
        Delivery given = Deliveries.at(new Partition("r", 0), 7, message, Attempt.FIRST, MALFORMED);
        Draft draft = forms.draft(new Settled(given, SettlementPolicy.refuse(given, MALFORMED, NOW)));
        Optional<Draft> smaller = Optional.of(draft);
        while (smaller.isPresent()) {
            draft = smaller.get();
            smaller = draft.reduce(new Refusal(true, "too large"));
        }
        return draft.outgoing();
    }

    private @Nullable String message(Attempt attempt) {
        Draft draft = forms.draft(new Settled(delivery(attempt), new Deferred(Duration.ofHours(1), NOW)));
        return header(reduced(draft).outgoing(), "md-fault-message");
    }

    private Draft reduced(Draft draft) {
        Draft next = draft;
        while (!next.outgoing().topic().equals(topics.deadLetter())) {
            next = next.reduce(new Refusal(true, "too large")).orElseThrow();
        }
        return next;
    }

    private @Nullable String called(Attempt attempt, Settlement settlement) {
        return header(letter(attempt, settlement), "md-called");
    }

    private ProducerRecord<byte[], byte[]> letter(Attempt attempt, Settlement settlement) {
        return forms.draft(new Settled(delivery(attempt), settlement)).outgoing();
    }

    private static @Nullable String header(ProducerRecord<byte[], byte[]> sent, String name) {
        var header = sent.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private @Nullable String subApp(Content content, Settlement settlement) {
        return header(
                forms.draft(new Settled(carried("r", content), settlement)).outgoing(), "md-sub-app-id");
    }

    private static Content of(@Nullable Long subAppId) {
        return new Content.Valid(new DeleteRequest("e-1", new MediaId(subAppId, "1"), Deliveries.WHOLE, null, null));
    }

    /** With a header that says 9. */
    private static Delivery carried(String topic, Content content) {
        List<Header> headers = List.of(new Header("md-sub-app-id", "9".getBytes(UTF_8)));
        Message message = new Message(null, null, headers, NOW);
        return Deliveries.at(new Partition(topic, 0), 7, message, Attempt.FIRST, content);
    }

    private static Fault refused() {
        return new Fault(FaultKind.PERMANENT, "Code", "message", null);
    }

    private static Delivery delivery(Attempt attempt) {
        DeleteRequest request = new DeleteRequest("e-1", new MediaId(null, "1"), Deliveries.WHOLE, null, null);
        return Deliveries.at(new Partition("r", 0), 7, NOW, attempt, new Content.Valid(request));
    }
}
