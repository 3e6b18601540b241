package io.mediadeleter.trace;

import io.mediadeleter.control.Hold;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.trace.TraceEvent.Done;
import io.mediadeleter.trace.TraceEvent.GivenUp;
import io.mediadeleter.trace.TraceEvent.Queued;
import io.mediadeleter.trace.TraceEvent.Resolved;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one request is now.
 *
 * <p>Timestamps are claims of many clocks, so they do not decide it. A result says that it is done, whatever else there is;
 * else a dead letter that is the last record of its key says that it was given up; else it waits where the group is known not to have
 * got to yet. A dry run's result may be one of another group, which rehearses: it counts where none of these is there.
 *
 * @param at the record that says so
 * @param isAlsoGivenUp whether it is done, and has a dead letter all the same
 * @param ahead of one that waits, how many at most are before it; null when that is not known
 * @param hold that stands and names it; null when there is none
 */
public record TraceState(
        Kind kind,
        TraceEntry at,
        boolean isAlsoGivenUp,
        @Nullable Long ahead,
        @Nullable Hold hold) {

    /** What there is to say of it. */
    public enum Kind {
        /** The wanted state holds. */
        DONE,
        /** Its turn has not come. */
        WAITING,
        /** It was given up, as a hold named it. */
        HELD,
        /** It was given up. */
        DEAD_LETTER,
        /** It was given up and its dead letter taken off the table; nothing is known of a replay. */
        RESOLVED,
        /** It was settled, and the topics do not hold how. */
        GONE
    }

    /** Where a request is by what was found. A hold that has ended by itself at {@code now} names nothing any more. */
    public static TraceState of(RequestTrace request, TraceFindings found, Instant now) {
        Hold hold = found.holds().stream()
                .filter(each -> each.isInForce(now) && request.asked().isNamedBy(each.selector()))
                .findFirst()
                .orElse(null);
        Optional<TraceEntry> letter = unresolved(request);
        Optional<TraceEntry> done = done(request);
        if (done.isPresent()) {
            return new TraceState(Kind.DONE, done.get(), letter.isPresent(), null, hold);
        }
        if (letter.isPresent()) {
            boolean isHeld = letter.get().event() instanceof GivenUp given && given.hold() != null;
            return new TraceState(isHeld ? Kind.HELD : Kind.DEAD_LETTER, letter.get(), false, null, hold);
        }
        Optional<TraceEntry> waiting = waiting(request, found.commits());
        Optional<TraceEntry> rehearsed = last(request, Done.class);
        if (rehearsed.isPresent() && (waiting.isEmpty() || found.commits() == null)) {
            return new TraceState(Kind.DONE, rehearsed.get(), false, null, hold);
        }
        if (waiting.isPresent()) {
            return new TraceState(Kind.WAITING, waiting.get(), false, ahead(waiting.get(), found.commits()), hold);
        }
        return last(request, Resolved.class)
                .map(resolved -> new TraceState(Kind.RESOLVED, resolved, false, null, hold))
                .orElseGet(() -> new TraceState(
                        Kind.GONE, request.entries().get(request.entries().size() - 1), false, null, hold));
    }

    /** The last record of its key that is a dead letter; each partition has keys of its own. */
    private static Optional<TraceEntry> unresolved(RequestTrace request) {
        Map<Partition, TraceEntry> last = new HashMap<>();
        request.entries().stream()
                .filter(entry -> entry.event() instanceof GivenUp || entry.event() instanceof Resolved)
                .forEach(entry -> last.merge(
                        entry.partition(), entry, (one, other) -> one.offset() > other.offset() ? one : other));
        return last.values().stream()
                .filter(entry -> entry.event() instanceof GivenUp)
                .max(TraceEntry.IN_TIME);
    }

    private static Optional<TraceEntry> done(RequestTrace request) {
        return all(request, Done.class)
                .filter(entry -> !((Done) entry.event()).isDryRun())
                .reduce((one, later) -> later);
    }

    private static Optional<TraceEntry> last(RequestTrace request, Class<? extends TraceEvent> event) {
        return all(request, event).reduce((one, later) -> later);
    }

    private static Stream<TraceEntry> all(RequestTrace request, Class<? extends TraceEvent> event) {
        return request.entries().stream().filter(entry -> event.isInstance(entry.event()));
    }

    /** Where the group's offsets are not known it is the last place; a dead letter that was resolved came after all but a replay. */
    private static Optional<TraceEntry> waiting(RequestTrace request, @Nullable Map<Partition, CommitPoint> commits) {
        List<TraceEntry> queued = all(request, Queued.class).toList();
        if (commits != null) {
            return queued.stream()
                    .filter(entry -> {
                        CommitPoint point = commits.get(entry.partition());
                        return point == null || !point.isSettled(entry.offset());
                    })
                    .reduce((one, later) -> later);
        }
        boolean isResolved = last(request, Resolved.class).isPresent();
        return queued.stream()
                .filter(entry ->
                        !isResolved || (entry.event() instanceof Queued waits && waits.queue() == TopicRole.REPLAY))
                .reduce((one, later) -> later);
    }

    private static @Nullable Long ahead(TraceEntry entry, @Nullable Map<Partition, CommitPoint> commits) {
        CommitPoint point = commits == null ? null : commits.get(entry.partition());
        return point == null ? null : Long.valueOf(point.openBefore(entry.offset()));
    }
}
