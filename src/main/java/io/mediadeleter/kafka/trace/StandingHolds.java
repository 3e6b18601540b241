package io.mediadeleter.kafka.trace;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.kafka.control.ControlRecords;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.trace.RequestSummary;
import io.mediadeleter.trace.TraceEntry;
import io.mediadeleter.trace.TraceEvent;
import io.mediadeleter.trace.TraceQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The holds that name a request, and the pauses, as the control topic has them. Not thread-safe. */
final class StandingHolds {

    /** Where the sub-application is not known, any may be it. */
    private static final String ANY_SUB_APP = "";

    /** By each name that a hold may name it by: there may be many requests and many holds. */
    private final Map<String, List<RequestSummary>> byName = new HashMap<>();

    private final ControlView view = new ControlView(hold -> hold.selector().isPause() || isNaming(hold.selector()));

    /** From now on those that name one of these requests, or what is looked for, where no request of it is known. */
    void of(Set<RequestSummary> requests, TraceQuery query) {
        requests.forEach(this::add);
        String text = query.text();
        switch (query.by()) {
            case FILE_ID -> add(new RequestSummary(null, text, query.subAppId(), List.of(), null, null, null));
            case EVENT_ID -> add(new RequestSummary(text, null, null, List.of(), null, null, null));
            case CORRELATION_ID -> add(new RequestSummary(null, null, null, List.of(), text, null, null));
            case ORIGIN -> {}
        }
    }

    /** The next record of the control topic; empty when it is of no interest to a history. */
    Optional<TraceEntry> read(FetchedRecords.Fetched read) {
        Instant stamp = read.message().timestamp();
        ControlEntry entry = ControlRecords.read(read.message().key(), value(read));
        view.read(new LoggedEntry(read.offset(), stamp, entry));
        if (entry instanceof ControlEntry.Put put && isNaming(put.selector())) {
            return Optional.of(entry(read, new TraceEvent.HoldAdded(put.stamped(stamp))));
        }
        return entry instanceof ControlEntry.Lifted lifted && isNaming(lifted.selector())
                ? Optional.of(entry(read, new TraceEvent.HoldLifted(lifted.selector())))
                : Optional.empty();
    }

    /** All that are on the topic, those that have ended by themselves among them. */
    List<Hold> standing() {
        List<Hold> standing = new ArrayList<>();
        view.forEach(standing::add);
        return standing;
    }

    /** A value that is too large to be held is one that cannot be read: it holds. */
    private static byte @Nullable [] value(FetchedRecords.Fetched read) {
        return read.message().omitted().valueBytes() > 0
                ? new byte[0]
                : read.message().value();
    }

    private void add(RequestSummary asked) {
        Long subAppId = asked.subAppId();
        Stream.of(
                        asked.eventId(),
                        asked.fileId(),
                        asked.correlationId(),
                        asked.requestedBy(),
                        subAppId == null ? ANY_SUB_APP : subAppId.toString())
                .filter(Objects::nonNull)
                .forEach(name ->
                        byName.computeIfAbsent(name, first -> new ArrayList<>()).add(asked));
    }

    private boolean isNaming(Selector selector) {
        return Stream.of(selector.name(), ANY_SUB_APP)
                .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
                .anyMatch(each -> each.isNamedBy(selector));
    }

    private static TraceEntry entry(FetchedRecords.Fetched read, TraceEvent event) {
        return new TraceEntry(
                KafkaConversions.toPartition(read.partition()),
                read.offset(),
                read.message().timestamp(),
                null,
                RequestSummary.NOTHING,
                event);
    }
}
