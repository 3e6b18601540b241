package io.mediadeleter.kafka.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope.Whole;
import io.mediadeleter.kafka.codec.Evidence;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.headers.ForeignHeaders;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.rule.SettlementPolicy.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the end of a call to the record that tells of it: the judgement and the encoding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SettlingCost {

    private static final String FILE_ID = "5285485487985271487";
    private static final String REQUEST_ID = "3c2b1a64-7f0e-4d0a-8f6e-5a9b1d2c3e4f";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final List<RetryDelay> DELAYS = List.of(new RetryDelay("5s", Duration.ofSeconds(5)));

    private final TopicNames topics = new TopicNames(
            "media-delete-requested",
            "media-delete-requested.bulk",
            "media-deleted",
            "dead-letter",
            "replay",
            "quota",
            "media-deleter.control",
            DELAYS,
            List.of());
    private final SettlementPolicy policy =
            new SettlementPolicy(new RetrySchedule(DELAYS), AbsentMedia.RESULT, GracePeriod.NONE);
    private final RecordWriter writer = new RecordWriter(topics, topic -> Optional.empty(), new ResultEncoder("bench"));
    private final Circumstances circumstances = new Circumstances(null, false, NOW);
    private final Outcome deleted = new Outcome.Deleted(REQUEST_ID);
    private final Outcome failed = new Outcome.Failed(
            new Fault(FaultKind.TRANSIENT, "InternalError", "An internal error has occurred.", REQUEST_ID));
    private final Delivery delivery = delivery(topics.requested());

    /** Each ends on its topic and tells of the media. */
    @Setup
    public void eachEndsWhereItBelongs() {
        require(result(), topics.deleted());
        require(retry(), topics.retry(DELAYS.get(0)));
    }

    /** The media was deleted. */
    @Benchmark
    public ProducerRecord<byte[], byte[]> result() {
        return settle(deleted);
    }

    /** The call failed, and is worth another try. */
    @Benchmark
    public ProducerRecord<byte[], byte[]> retry() {
        return settle(failed);
    }

    private ProducerRecord<byte[], byte[]> settle(Outcome outcome) {
        ForeignHeaders foreign = ForeignHeaders.all(delivery.message().headers());
        return policy.judge(delivery, outcome, circumstances)
                .orElseThrow()
                .match(
                        done -> writer.result(
                                delivery,
                                done.result(),
                                Evidence.of(delivery.message(), delivery.originTimestamp()),
                                foreign),
                        later -> writer.retry(delivery, later, foreign),
                        dead -> writer.deadLetter(delivery, dead, foreign),
                        waits -> writer.deferred(delivery, waits, foreign));
    }

    private static Delivery delivery(String topic) {
        byte[] value = ("{\"eventId\":\"e-1\",\"fileId\":\"" + FILE_ID + "\"}").getBytes(UTF_8);
        Header trace =
                new Header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(UTF_8));
        return new Delivery(
                new Partition(topic, 7),
                123_456,
                1,
                Lane.LIVE,
                new Origin(topic, 7, 123_456),
                NOW,
                Attempt.FIRST,
                new Message(FILE_ID.getBytes(UTF_8), value, List.of(trace), NOW),
                new Content.Valid(new DeleteRequest("e-1", new MediaId(null, FILE_ID), new Whole(), null, null)));
    }

    private static void require(ProducerRecord<byte[], byte[]> written, String topic) {
        boolean isAboutTheMedia = new String(written.value(), UTF_8).contains(FILE_ID);
        boolean passesOn = written.headers().lastHeader("traceparent") != null;
        if (!written.topic().equals(topic) || !isAboutTheMedia || !passesOn) {
            throw new IllegalStateException("not for " + topic + ": " + written);
        }
    }
}
