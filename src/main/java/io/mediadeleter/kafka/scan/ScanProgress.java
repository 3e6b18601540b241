package io.mediadeleter.kafka.scan;

import io.mediadeleter.event.Message;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.text.TransactionAdvice;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A part of a partition that is being read, and how far that is. Confined to one thread. */
final class ScanProgress {

    /** Some 30 s without a record: twice as long as an unfinished transaction lasts. */
    private static final int MOST_EMPTY_TURNS = 60;

    private final TopicPartition partition;
    private final long end;
    private final ScanObserver observer;
    private long position;
    private int emptyTurns;
    private boolean stopped;

    /** From {@code begin} to before {@code end}. */
    ScanProgress(TopicPartition partition, long begin, long end, ScanObserver observer) {
        this.partition = partition;
        this.position = begin;
        this.end = end;
        this.observer = observer;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The offset that is read next. */
    long position() {
        return position;
    }

    boolean goesOn() {
        return !stopped && position < end;
    }

    boolean isStopped() {
        return stopped;
    }

    /** A record that is wanted; nothing happens at the end, or once it is stopped. */
    void hand(long offset, Supplier<Message> message) {
        if (goesOn() && offset < end) {
            stopped = !observer.record(new FetchedRecords.Fetched(partition, offset, message.get()));
        }
    }

    /**
     * The log does not have the offset that is read next; it begins at {@code start} by now.
     *
     * @throws KafkaException when it ends before that offset: nothing of what was to be read comes back
     */
    void skipTo(long start) {
        if (start <= position) {
            throw new KafkaException(
                    partition + " ends before offset " + position + " by now, and went to " + end
                            + " when this began: the topic was deleted and created again, or has lost its last records. Try again");
        }
        observer.missed(Math.min(start, end) - position);
        advance(start);
    }

    /**
     * After a turn: {@code reached} is read next.
     *
     * @throws KafkaException when nothing has come for long
     */
    void advance(long reached) {
        long more = Math.min(reached, end) - position;
        emptyTurns = more > 0 ? 0 : emptyTurns + 1;
        if (emptyTurns > MOST_EMPTY_TURNS) {
            throw new KafkaException(partition + " gives nothing from offset " + position + " to " + end
                    + ": a transaction is open there, or its broker does not answer. "
                    + "Its producer must end the transaction; " + TransactionAdvice.HOW + ".");
        }
        if (more > 0) {
            position += more;
            stopped |= !observer.passed(more);
        }
    }
}
