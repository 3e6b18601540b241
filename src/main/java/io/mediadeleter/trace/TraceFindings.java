package io.mediadeleter.trace;

import io.mediadeleter.control.Hold;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the topics hold of it.
 *
 * @param entries in order of time
 * @param sharing results of other requests, whose call a request of it shared
 * @param holds that stand now and name a request of it, or stop all calls
 * @param topics all that were looked at
 * @param commits how far the group is on each partition; null when that is not known
 * @param unknown records whose content was too large to be looked at
 * @param end how looking ended
 */
public record TraceFindings(
        List<TraceEntry> entries,
        List<TraceEntry> sharing,
        List<Hold> holds,
        List<TopicLook> topics,
        @Nullable Map<Partition, CommitPoint> commits,
        long unknown,
        End end) {

    /** How looking ended. */
    public enum End {
        /** All was looked at that could be. */
        WHOLE,
        /** Somebody has stopped it. */
        STOPPED,
        /** More records belong to it than are kept. */
        TOO_MANY
    }

    public TraceFindings {
        entries = List.copyOf(entries);
        sharing = List.copyOf(sharing);
        holds = List.copyOf(holds);
        topics = List.copyOf(topics);
        commits = commits == null ? null : Map.copyOf(commits);
    }

    /** Whether something could not be looked at in which a record of it may be. */
    public boolean isIncomplete() {
        return unknown > 0 || topics.stream().anyMatch(topic -> topic.unread() != null || topic.undecided() > 0);
    }
}
