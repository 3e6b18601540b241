package io.mediadeleter.kafka.outbox;

import io.mediadeleter.pipeline.port.Settled;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A settlement on its way to Kafka: the form in which it is to be written now, and those that are left should Kafka refuse
 * it. Confined to the loop thread.
 */
final class Draft {

    /**
     * A settlement as one form has it.
     *
     * @param settled what it then says to operators
     */
    record Written(ProducerRecord<byte[], byte[]> outgoing, Settled settled) {}

    private final List<Function<Refusal, Written>> forms;
    private int next;
    private Written current;
    private boolean isTried;

    /** @param forms each by why the one before was refused, the whole one first; at least one */
    Draft(List<Function<Refusal, Written>> forms) {
        this.forms = forms;
        this.current = forms.get(next++).apply(Refusal.NONE);
    }

    ProducerRecord<byte[], byte[]> outgoing() {
        return current.outgoing();
    }

    Settled settled() {
        return current.settled();
    }

    long bytes() {
        return RecordSize.alone(outgoing());
    }

    /** Kafka has taken this record by itself; so it goes by itself from now on. */
    void tried() {
        isTried = true;
    }

    /** It may be taken or not. */
    void doubted() {
        isTried = false;
    }

    boolean isTried() {
        return isTried;
    }

    /** Kafka has refused this record by itself: the next form that is smaller or for another topic; empty if there is none. */
    Optional<Draft> reduce(Refusal why) {
        String topic = outgoing().topic();
        long refused = bytes();
        while (next < forms.size()) {
            current = forms.get(next++).apply(why);
            isTried = false;
            if (!outgoing().topic().equals(topic) || bytes() < refused) {
                return Optional.of(this);
            }
        }
        return Optional.empty();
    }
}
