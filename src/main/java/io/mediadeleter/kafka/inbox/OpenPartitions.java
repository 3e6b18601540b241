package io.mediadeleter.kafka.inbox;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that the consumer may read; all others are paused, and all of these, too, while it is shut. Confined to the
 * consumer's thread.
 */
final class OpenPartitions {

    private final KafkaConsumer<?, ?> consumer;
    private final Set<TopicPartition> open = new HashSet<>();
    private boolean shut;

    OpenPartitions(KafkaConsumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    Set<TopicPartition> all() {
        return Set.copyOf(open);
    }

    /** Reads exactly these. */
    void replaceBy(Set<TopicPartition> wanted) {
        open.clear();
        open.addAll(wanted);
        if (!shut) {
            resume(open);
            Set<TopicPartition> others = new HashSet<>(consumer.assignment());
            others.removeAll(open);
            StillAssigned.change(others, consumer::pause);
        }
    }

    /** Also reads these. */
    void add(Collection<TopicPartition> more) {
        open.addAll(more);
        if (!shut) {
            resume(more);
        }
    }

    /** Stops tracking these: they are paused elsewhere, or gone. */
    void remove(Collection<TopicPartition> others) {
        open.removeAll(others);
    }

    /** Pauses the open partitions. */
    void shut() {
        if (!shut) {
            shut = true;
            StillAssigned.change(open, consumer::pause);
        }
    }

    private void reopen() {
        if (shut) {
            shut = false;
            resume(open);
        }
    }

    /** Resumes the open partitions if they may be read now, and pauses them if not. */
    void allow(boolean reading) {
        if (reading) {
            reopen();
        } else {
            shut();
        }
    }

    private void resume(Collection<TopicPartition> partitions) {
        StillAssigned.change(partitions, consumer::resume);
    }
}
