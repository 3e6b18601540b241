package io.mediadeleter.kafka.inbox;

import io.mediadeleter.control.StartDecision;
import io.mediadeleter.control.StartPosition.From;
import io.mediadeleter.kafka.partitions.PartitionContents;
import io.mediadeleter.kafka.partitions.PendingQuery;
import io.mediadeleter.pipeline.port.GroupKnowledge.KnownStart;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import io.mediadeleter.pipeline.status.OffsetlessStatus;
import io.mediadeleter.rule.StartPolicy;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the group begins to read partitions that it has no offset for: a new group, or one whose offsets Kafka has forgotten,
 * as it does a week after the last member went. In the second case all that lies there may have been called already.
 *
 * <p>A partition without records is no question: it is read from its end, and so is one that nobody could read any of, unless
 * somebody has decided to leave that out. Of the others nothing is read with {@link
 * StartPolicy#REFUSE} until somebody has decided; what an offset says that the log does not have counts for none. Confined
 * to the loop thread, but for {@link #status()}.
 */
final class OffsetlessPartitions {

    private static final Logger log = LoggerFactory.getLogger(OffsetlessPartitions.class);

    /** What is found for one decision counts for no other, which may be later. */
    private record Wanted(Set<TopicPartition> partitions, Optional<StartDecision> decided) {}

    /** The loop does not wait for it, but comes back. */
    private static final Duration SHORT_LOOK = Duration.ofMillis(100);

    /** How often those that wait are looked at again, besides when somebody has decided. */
    private static final long LOOK_AGAIN = Duration.ofSeconds(5).toNanos();

    private final Admin admin;
    private final ReadingRules rules;
    private final Time time;
    private final Set<TopicPartition> outOfRange = new HashSet<>();
    private final Map<TopicPartition, OffsetlessPartition> waiting = new HashMap<>();
    private final Map<TopicPartition, OffsetlessPartition> begun = new HashMap<>();

    /** Those that wait and that the log has told of. */
    private final Set<TopicPartition> told = new HashSet<>();

    private final PendingQuery<Wanted, StartOffsets> question;
    private @Nullable StartDecision seen;
    private boolean isCertain;
    private long lookAgainAt;
    private volatile OffsetlessStatus status = OffsetlessStatus.NONE;

    OffsetlessPartitions(Admin admin, ReadingRules rules, Time time) {
        this.admin = admin;
        this.rules = rules;
        this.time = time;
        this.question = new PendingQuery<>(this::ask, time);
    }

    /** Whether what waits may be looked at again. */
    boolean isDue(KnownStart known) {
        return !waiting.isEmpty() && (time.nanoTime() - lookAgainAt >= 0 || !Objects.equals(known.start(), seen));
    }

    /** The partitions that wait for a decision. */
    Set<TopicPartition> waiting() {
        return Set.copyOf(waiting.keySet());
    }

    /** Whether a partition waits, or would if its offset were none. */
    boolean refuses() {
        return rules.start() == StartPolicy.REFUSE;
    }

    /** The log does not have the group's offset of this one, which counts for none from now on. */
    void forgetOffset(TopicPartition partition) {
        outOfRange.add(partition);
    }

    /** Whether the group's offset of this one counts for none. */
    boolean hasForgotten(TopicPartition partition) {
        return outOfRange.contains(partition);
    }

    /** These are read from where they begin: what is committed of them from now on counts. */
    void handedOn(Collection<TopicPartition> begun) {
        outOfRange.removeAll(begun);
    }

    /** These went. */
    void forget(Collection<TopicPartition> gone) {
        waiting.keySet().removeAll(gone);
        begun.keySet().removeAll(gone);
        told.removeAll(gone);
        outOfRange.removeAll(gone);
        question.forget();
        tell();
    }

    /**
     * Where to read each of these, of which nothing is committed; those that have to wait are missing.
     *
     * @param known before it is asked what lies there: what comes to be known meanwhile is for the next turn
     * @throws TimeoutException when something is not known yet, which its message names
     */
    Map<TopicPartition, Long> places(Set<TopicPartition> uncommitted, KnownStart known) {
        if (uncommitted.isEmpty() && waiting.isEmpty()) {
            return Map.of();
        }
        Optional<StartDecision> decision = Optional.ofNullable(known.start());
        StartOffsets found = found(new Wanted(Set.copyOf(uncommitted), decision));
        Map<TopicPartition, PartitionContents> stocks = found.stocks();
        Map<TopicPartition, Long> places = new HashMap<>();
        Map<TopicPartition, PartitionContents> empty = new HashMap<>(stocks);
        empty.values().removeIf(stock -> !stock.isEmpty());
        empty.forEach((partition, stock) -> places.put(partition, stock.end()));
        decision.ifPresent(start -> places.putAll(found.places(empty, start)));
        Map<TopicPartition, PartitionContents> full = new HashMap<>(stocks);
        full.keySet().removeAll(empty.keySet());
        boolean needsDecision =
                (!full.isEmpty() && !refuses()) || empty.values().stream().anyMatch(stock -> stock.hidden() > 0);
        if (needsDecision && !known.isKnown()) {
            throw new TimeoutException("what has been decided about where to begin");
        }
        Map<TopicPartition, Long> decidedPlaces =
                decision.map(start -> found.places(full, start)).orElse(Map.of());
        Map<TopicPartition, PartitionContents> others = new HashMap<>(full);
        others.keySet().removeAll(decidedPlaces.keySet());
        places.putAll(decidedPlaces);
        places.putAll(undecided(others));
        question.forget();
        seen = decision.orElse(null);
        isCertain = known.isKnown();
        lookAgainAt = time.nanoTime() + (isCertain ? LOOK_AGAIN : SHORT_LOOK.toNanos());
        Map<TopicPartition, PartitionContents> untold = new HashMap<>(full);
        untold.keySet().removeAll(begun.keySet()); // it may be asked again before they are handed on
        others.keySet().retainAll(untold.keySet());
        note(full, places);
        tellBegun(
                untold,
                decidedPlaces.keySet(),
                decision.map(OffsetlessPartitions::words).orElse(""));
        tellBegun(others, places.keySet(), "the first record (requests.start=earliest)");
        if (isCertain) {
            tellWhatWaits();
        }
        return places;
    }

    private StartOffsets found(Wanted wanted) {
        return wanted.partitions().isEmpty()
                ? StartOffsets.NOTHING
                : question.answer(wanted, SHORT_LOOK).orElseThrow(() -> new TimeoutException("what lies on them"));
    }

    private CompletableFuture<StartOffsets> ask(Wanted wanted) {
        Duration maxAge = rules.ageLimit().maxAge();
        CompletableFuture<Map<TopicPartition, PartitionContents>> stocks = PartitionContents.ask(
                admin, wanted.partitions(), maxAge == null ? null : time.now().minus(maxAge));
        if (wanted.decided().map(StartDecision::position).orElse(null) instanceof From from) {
            // after the ends: what comes in between is behind them, and found
            return stocks.thenCompose(all -> PartitionContents.since(admin, wanted.partitions(), from.time())
                    .thenApply(since -> new StartOffsets(all, since)));
        }
        return stocks.thenApply(all -> new StartOffsets(all, Map.of()));
    }

    private Map<TopicPartition, Long> undecided(Map<TopicPartition, PartitionContents> full) {
        return refuses() ? Map.of() : StartOffsets.begins(full);
    }

    private void note(Map<TopicPartition, PartitionContents> full, Map<TopicPartition, Long> places) {
        full.forEach((partition, stock) -> {
            if (places.containsKey(partition)) {
                begun.put(partition, stock.of(partition));
            } else {
                waiting.put(partition, stock.of(partition));
            }
        });
        waiting.keySet().removeAll(places.keySet());
        told.retainAll(waiting.keySet());
        tell();
    }

    private static void tellBegun(
            Map<TopicPartition, PartitionContents> stocks, Set<TopicPartition> begun, String place) {
        List<OffsetlessPartition> started = stocks.entrySet().stream()
                .filter(entry -> begun.contains(entry.getKey()))
                .map(entry -> entry.getValue().of(entry.getKey()))
                .toList();
        if (!started.isEmpty()) {
            log.warn(
                    "STARTED WITHOUT AN OFFSET: the group had none for some partitions: {}. Reading from {}",
                    OffsetlessPartition.inWords(started),
                    place);
        }
    }

    private static String words(StartDecision decided) {
        return decided.position() + (decided.by() == null ? "" : ", as decided by " + decided.by());
    }

    /** Once it is known that nobody has decided: an instance that starts reads the control topic meanwhile. */
    private void tellWhatWaits() {
        List<OffsetlessPartition> untold = waiting.entrySet().stream()
                .filter(entry -> told.add(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (!untold.isEmpty()) {
            log.error(
                    "NOT STARTED: the group has no offset for some partitions: {}. Nothing of this is called (requests.start=refuse)"
                            + " until somebody decides with: {}",
                    OffsetlessPartition.inWords(untold),
                    OffsetlessStatus.COMMAND);
        }
    }

    private void tell() {
        status = waiting.isEmpty() && begun.isEmpty()
                ? OffsetlessStatus.NONE
                : new OffsetlessStatus(List.copyOf(waiting.values()), List.copyOf(begun.values()), isCertain);
    }

    /** What became of them so far. Thread-safe. */
    OffsetlessStatus status() {
        return status;
    }
}
