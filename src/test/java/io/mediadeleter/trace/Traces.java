package io.mediadeleter.trace;

import io.mediadeleter.control.Hold;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.trace.TraceEvent.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of a request, for tests. */
final class Traces {

    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    static final Origin ORIGIN = new Origin("requested", 0, 17);
    static final RequestSummary ASKED = new RequestSummary("e1", "52", 7L, List.of(), "c1", "alice", null);

    private Traces() {}

    static TraceEntry requested() {
        return entry("requested", 17, 0, new TraceEvent.Queued(TopicRole.REQUESTED, null, 0, null));
    }

    static TraceEntry retry(long offset, int seconds) {
        return entry(
                "requested.retry.1m",
                offset,
                seconds,
                new TraceEvent.Queued(
                        TopicRole.RETRY,
                        NOON.plusSeconds(seconds + 60L),
                        1,
                        new Failure("TRANSIENT", "InternalError", "m", "r1")));
    }

    static TraceEntry replay(int seconds) {
        return entry("requested.replay", 3, seconds, new TraceEvent.Queued(TopicRole.REPLAY, null, 0, null));
    }

    static TraceEntry done(int seconds, boolean shared) {
        return entry(
                "deleted",
                5,
                seconds,
                new TraceEvent.Done("DELETED", "r2", NOON.plusSeconds(seconds), 1, shared, null));
    }

    /** The result of a shared call that deleted more than was asked for. */
    static TraceEntry done(int seconds, Scope scope) {
        return entry("deleted", 5, seconds, new TraceEvent.Done("DELETED", "r2", NOON, 1, true, scope));
    }

    /** The result of a dry run. */
    static TraceEntry rehearsed() {
        return entry("deleted", 5, 5, new TraceEvent.Done("DRY_RUN", null, NOON.plusSeconds(5), 0, false, null));
    }

    static TraceEntry letter(long offset, int seconds, @Nullable String hold) {
        return letter(offset, seconds, hold, "no\u001b[31m");
    }

    static TraceEntry letter(long offset, int seconds, @Nullable String hold, String message) {
        return letter(offset, seconds, hold, message, 2);
    }

    static TraceEntry letter(long offset, int seconds, @Nullable String hold, String message, int attempts) {
        return entry(
                "requested.dead-letter",
                offset,
                seconds,
                new TraceEvent.GivenUp(
                        new Failure(hold == null ? "PERMANENT" : "HELD", "FailedOperation", message, "r3"),
                        hold,
                        attempts,
                        false,
                        0,
                        NOON.plusSeconds(seconds)));
    }

    static TraceEntry resolved(long offset, int seconds) {
        return entry("requested.dead-letter", offset, seconds, new TraceEvent.Resolved());
    }

    private static TraceEntry entry(String topic, long offset, int seconds, TraceEvent event) {
        return new TraceEntry(new Partition(topic, 0), offset, NOON.plusSeconds(seconds), ORIGIN, ASKED, event);
    }

    static TraceFindings found(@Nullable Map<Partition, CommitPoint> commits, List<Hold> holds, TraceEntry... entries) {
        return new TraceFindings(List.of(entries), List.of(), holds, List.of(), commits, 0, TraceFindings.End.WHOLE);
    }

    /** The group has settled all below these offsets. */
    static Map<Partition, CommitPoint> commits(long requested, long retry, long replay) {
        return Map.of(
                new Partition("requested", 0), new CommitPoint(requested, ""),
                new Partition("requested.retry.1m", 0), new CommitPoint(retry, ""),
                new Partition("requested.replay", 0), new CommitPoint(replay, ""));
    }
}
