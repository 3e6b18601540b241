package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Examined;
import io.mediadeleter.kafka.topics.TopicPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives settlements whose records Kafka refuses another form. Which they are is asked of Kafka, one record at a time: what
 * merely shared a batch or a transaction with one stays whole. Confined to the loop thread, for one commit.
 */
final class SizeFallback {

    /** So many records are offered by themselves in one commit; the loop has other things to do, too. */
    private static final int MOST_ATTEMPTS = 200;

    /**
     * What came of it.
     *
     * @param isResolved another transaction can go better
     * @param failure of an attempt that told nothing
     * @param obstacle what somebody has to mend first
     */
    record Step(boolean isResolved, Optional<TransactionResult<Draft>> failure, Optional<Obstacle> obstacle) {

        private static final Step RESOLVED = new Step(true, Optional.empty(), Optional.empty());
        private static final Step LATER = new Step(false, Optional.empty(), Optional.empty());
    }

    private static final Logger log = LoggerFactory.getLogger(SizeFallback.class);

    private final Transactions<Draft> transactions;
    private int attemptsLeft = MOST_ATTEMPTS;

    SizeFallback(Transactions<Draft> transactions) {
        this.transactions = transactions;
    }

    /** @param suspects one of them at least was refused */
    Step resolve(Map<Draft, Refusal> suspects) {
        if (suspects.keySet().stream().allMatch(Draft::isTried)) {
            suspects.keySet().forEach(Draft::doubted); // the topic was changed in the meantime
            return Step.LATER;
        }
        List<Draft> untried = suspects.keySet().stream()
                .filter(draft -> !draft.isTried())
                .sorted(Comparator.comparingLong(Draft::bytes).reversed())
                .limit(attemptsLeft)
                .toList();
        if (untried.isEmpty()) {
            return Step.LATER;
        }
        Examined<Draft> found = suspects.size() == 1
                ? new Examined<>(suspects, Optional.empty(), Optional.empty())
                : transactions.examine(untried.stream().map(Drafts::alone).toList());
        attemptsLeft = Math.max(0, attemptsLeft - 1 - found.refused().size());
        found.accepted().ifPresent(Draft::tried);
        for (Map.Entry<Draft, Refusal> refused : found.refused().entrySet()) {
            Optional<Obstacle> obstacle = reduce(refused.getKey(), refused.getValue());
            if (obstacle.isPresent()) {
                return new Step(false, Optional.empty(), obstacle);
            }
        }
        return found.unclear().isPresent() ? new Step(false, found.unclear(), Optional.empty()) : Step.RESOLVED;
    }

    private static Optional<Obstacle> reduce(Draft draft, Refusal why) {
        String topic = draft.outgoing().topic();
        long bytes = draft.bytes();
        if (why.forSize() && bytes <= TopicPlan.ORDINARY_BYTES) {
            return Optional.of(Obstacle.tooSmall(topic, bytes, why));
        }
        if (draft.reduce(why).isEmpty()) {
            return Optional.of(
                    Obstacle.refuses(topic, draft.settled().delivery().origin(), why));
        }
        log.warn(
                "{}: {} rejected the record of {} bytes, sent by itself ({}); writing a reduced record of {} bytes to"
                        + " {}",
                draft.settled().delivery().origin(),
                topic,
                bytes,
                why.reason(),
                draft.bytes(),
                draft.outgoing().topic());
        return Optional.empty();
    }
}
