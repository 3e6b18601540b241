package io.mediadeleter.bench.peer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** One record after the other, in one thread for each partition. */
@Component
class SyncListener {

    private final PeerDeletion deletion;
    private final KafkaTemplate<byte[], byte[]> template;

    SyncListener(PeerDeletion deletion, KafkaTemplate<byte[], byte[]> template) {
        this.deletion = deletion;
        this.template = template;
    }

    @KafkaListener(
            id = "requests",
            topics = "#{@settings.topics().requested()}",
            groupId = "#{@settings.kafka().groupId()}",
            containerFactory = "blockingFactory")
    void delete(ConsumerRecord<byte[], byte[]> record) {
        template.send(deletion.delete(record)).join();
    }
}
