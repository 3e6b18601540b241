package io.mediadeleter.kafka.inbox;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions have to be looked at before the consumer reads there, because another process may have written something
 * too large. One that cannot be looked at now is held back until it can: mostly its leader is away, and the consumer could
 * not read it either. After a few tries it is read all the same. Belongs to the consumer's thread.
 */
final class FirstLook {

    private static final Logger log = LoggerFactory.getLogger(FirstLook.class);
    private static final int MOST_TRIES = 3;

    /** Each takes a few round trips: with many partitions the loop comes back for the others. */
    private static final long LONGEST_TURN_NANOS = Duration.ofSeconds(1).toNanos();

    /** A try may take as long; others are read in between. */
    static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final Consumer<TopicPartition> looking;
    private final LongSupplier nanoTime;
    private final Set<TopicPartition> due = new HashSet<>();
    private final Set<TopicPartition> held = new HashSet<>();
    private int failures;
    private long notBefore;

    /** @param looking throws a {@link KafkaException} when it cannot */
    FirstLook(Consumer<TopicPartition> looking, LongSupplier nanoTime) {
        this.looking = looking;
        this.nanoTime = nanoTime;
    }

    /** These came. */
    void at(Collection<TopicPartition> came) {
        due.addAll(came);
        held.addAll(came);
        failures = 0;
        notBefore = nanoTime.getAsLong();
    }

    void forget(Collection<TopicPartition> went) {
        due.removeAll(went);
        held.removeAll(went);
    }

    /** Those that the consumer must not read yet. */
    Set<TopicPartition> held() {
        return Set.copyOf(held);
    }

    /**
     * Looks at those that came, if it is time.
     *
     * @return those that may be read from now on
     */
    Set<TopicPartition> look() {
        if (due.isEmpty() || nanoTime.getAsLong() - notBefore < 0) {
            return Set.of();
        }
        Set<TopicPartition> before = held();
        long ends = nanoTime.getAsLong() + LONGEST_TURN_NANOS;
        for (TopicPartition partition : Set.copyOf(due)) {
            if (!look(partition) || nanoTime.getAsLong() - ends >= 0) {
                break;
            }
        }
        Set<TopicPartition> free = new HashSet<>(before);
        free.removeAll(held);
        return free;
    }

    /** False when the others would fare no better now. */
    private boolean look(TopicPartition partition) {
        try {
            looking.accept(partition);
            forget(Set.of(partition));
            return true;
        } catch (OffsetOutOfRangeException gone) {
            log.debug("Nothing lies where {} is read next", partition);
            held.remove(
                    partition); // the consumer finds that out, too, and is given another place, to be looked at then
            return true;
        } catch (RetriableException notNow) {
            failures++;
            if (failures < MOST_TRIES) {
                notBefore = nanoTime.getAsLong() + BETWEEN_TRIES.toNanos();
                log.warn("Could not look for large records on {}, will retry: {}", due, notNow.toString());
                return false;
            }
            return givenUp(notNow);
        } catch (KafkaException never) {
            return givenUp(never);
        }
    }

    private boolean givenUp(KafkaException why) {
        log.warn("Could not look for large records on {}; they are read without: {}", due, why.toString());
        forget(Set.copyOf(due));
        return false;
    }
}
