package io.mediadeleter.control;

import io.mediadeleter.event.Partition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one record of the control topic says. */
public sealed interface ControlEntry {

    /**
     * A hold is put on.
     *
     * @param until when it ends; null when {@code lasts} tells, or nothing does
     * @param lasts how long it holds from the record's stamp on; null when {@code until} tells, or nothing does
     */
    record Put(
            Selector selector,
            String reason,
            @Nullable String by,
            @Nullable Instant until,
            @Nullable Duration lasts) implements ControlEntry {

        /** How the reason of an unreadable one begins. */
        static final String UNREADABLE = "its record on the control topic is unreadable: ";

        /** One whose value cannot be read: it holds, since whoever wrote it wanted something not to be deleted. */
        public static Put unreadable(Selector selector, String why) {
            return new Put(selector, UNREADABLE + why, null, null, null);
        }

        /** One of which only the end cannot be read: it has none, but who wants it and why is kept. */
        public static Put endless(Selector selector, String why, String reason, @Nullable String by) {
            return new Put(selector, UNREADABLE + why + ", so it has no end: " + reason, by, null, null);
        }

        /** The hold that it is, from the stamp of its record. */
        public Hold stamped(Instant stamp) {
            Instant end = until == null && lasts != null ? later(stamp, lasts) : until;
            return new Hold(selector, reason, by, stamp, end);
        }

        private static @Nullable Instant later(Instant stamp, Duration lasts) {
            try {
                return stamp.plus(lasts);
            } catch (DateTimeException | ArithmeticException never) {
                return null;
            }
        }
    }

    /** A hold is lifted. */
    record Lifted(Selector selector) implements ControlEntry {}

    /**
     * Somebody has decided where the group begins to read partitions that it has no offset for.
     *
     * @param ends where partitions ended then, as far as the record says
     */
    record Decided(StartPosition position, @Nullable String by, Map<Partition, Long> ends) implements ControlEntry {

        public Decided {
            ends = Map.copyOf(ends);
        }

        /** The decision that it is, from the stamp of its record. */
        public StartDecision stamped(Instant stamp) {
            return new StartDecision(position, by, stamp, ends);
        }
    }

    /** The decision has been carried out, or does not count any more. */
    record Undecided() implements ControlEntry {}

    /**
     * An instance shows that it reads.
     *
     * @param report how it is doing; null when it does not tell
     */
    record Seen(Probe probe, @Nullable InstanceReport report) implements ControlEntry {

        /** One that tells nothing. */
        public Seen(Probe probe) {
            this(probe, null);
        }
    }

    /** An instance's last probe is taken away. */
    record Forgotten(String instance) implements ControlEntry {}

    /** A process tells of its calls. */
    record Reported(CallReport report) implements ControlEntry {}

    /** A process's last report is taken away. */
    record Unreported(String process) implements ControlEntry {}

    /** The group was paused because the control topic with this id is not the one that it obeyed; once is enough. */
    record Replaced(String topicId) implements ControlEntry {}

    /** Nothing that this version knows. */
    record Unknown(String key) implements ControlEntry {}
}
