package io.mediadeleter.cli.request;

import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the requests that were sent. The producer's thread writes, the command's reads; guarded by itself. */
final class PublishCounts {

    private static final int MOST_SHOWN = 20;

    /** The requests on one partition. */
    private record Span(long count, long first, long last) {

        static Span of(long offset) {
            return new Span(1, offset, offset);
        }

        Span and(Span other) {
            return new Span(count + other.count, Math.min(first, other.first), Math.max(last, other.last));
        }

        @Override
        public String toString() {
            return count == 1 ? "offset " + first : count + " requests, offsets " + first + " to " + last;
        }
    }

    private final Map<Partition, Span> spans = new TreeMap<>(Comparator.comparingInt(Partition::number));
    private final List<String> origins = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long published;
    private long failed;

    /** Notes what becomes of the request on {@code line}. */
    RequestPublisher.Receipt receipt(long line, String eventId) {
        return new RequestPublisher.Receipt() {
            @Override
            public void published(Origin origin, Instant at) {
                add(eventId, origin);
            }

            @Override
            public void failed(Exception reason) {
                add(line, reason);
            }
        };
    }

    private synchronized void add(String eventId, Origin origin) {
        published++;
        if (origins.size() <= MOST_SHOWN) {
            origins.add(Printable.of("event " + eventId + " is " + origin));
        }
        spans.merge(new Partition(origin.topic(), origin.partition()), Span.of(origin.offset()), Span::and);
    }

    private synchronized void add(long line, Exception reason) {
        failed++;
        if (failures.size() < MOST_SHOWN) {
            failures.add(Printable.of("line " + line + " failed: " + reason.getMessage()));
        }
    }

    synchronized boolean hasFailures() {
        return failed > 0;
    }

    /** The first failures, one a line. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Which request is where, if they are few; empty otherwise. */
    synchronized List<String> origins() {
        return origins.size() > MOST_SHOWN ? List.of() : List.copyOf(origins);
    }

    synchronized long published() {
        return published;
    }

    /** Where the requests are: a line for each partition. */
    synchronized List<String> positions() {
        return spans.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
    }
}
