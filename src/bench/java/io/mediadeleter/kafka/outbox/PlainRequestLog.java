package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.StartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes settlements without a transaction and commits no offsets at all: what is left of the product's work when exactly
 * once is taken out, and so the measure of what that costs. Confined to the loop thread.
 */
public final class PlainRequestLog implements RequestLog, AutoCloseable {

    private final KafkaInbox inbox;
    private final SettlementForms forms;
    private final KafkaProducer<byte[], byte[]> producer;

    public PlainRequestLog(
            KafkaSettings settings, TopicNames topics, Function<Message, Content> requests, ResultEncoder results) {
        inbox = new KafkaInbox(
                settings,
                topics,
                new ReadingRules(
                        (message, settled) -> requests.apply(message),
                        GracePeriod.NONE,
                        StartPolicy.EARLIEST,
                        AgeLimit.NONE));
        forms = new SettlementForms(new RecordWriter(topics, topic -> Optional.empty(), results));
        producer = new KafkaProducer<>(ClientConfigs.producer(settings));
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        return inbox.poll(atMost, assignment);
    }

    @Override
    public void pauseOnly(Set<Partition> paused) {
        inbox.pauseOnly(paused);
    }

    @Override
    public void rewind(Partition partition, long offset) {
        inbox.rewind(partition, offset);
    }

    @Override
    public void wakeup() {
        inbox.wakeup();
    }

    @Override
    public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        List<CompletableFuture<Void>> sent = settlements.stream()
                .map(settled -> forms.draft(settled).outgoing())
                .map(this::send)
                .toList();
        producer.flush();
        try {
            sent.forEach(CompletableFuture::join);
            return Commit.DONE;
        } catch (CompletionException refused) {
            throw new IllegalStateException("a record was not written", refused);
        }
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> outgoing) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        var unused = producer.send(outgoing, (metadata, failed) -> {
            if (failed == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(failed);
            }
        });
        return written;
    }

    @Override
    public void close() {
        producer.close();
        inbox.close();
    }
}
