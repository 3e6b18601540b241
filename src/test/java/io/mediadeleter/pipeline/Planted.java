package io.mediadeleter.pipeline;

import io.mediadeleter.control.Probe;
import io.mediadeleter.event.Attempt;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Faults that are put in on purpose: a simulation that does not find each of them proves nothing. */
enum Planted {
    NOTHING,

    /** A new owner forgets which offsets above the watermark are settled. */
    METADATA_IGNORED {
        @Override
        @Nullable
        CommitPoint read(@Nullable CommitPoint committed) {
            return committed == null ? null : new CommitPoint(committed.offset(), "");
        }
    },

    /** The committed offset is one too high. */
    COMMIT_PAST_AN_OPEN_OFFSET {
        @Override
        CommitPoint written(CommitPoint point) {
            return new CommitPoint(point.offset() + 1, "");
        }
    },

    /** Settlements go out without their offsets. */
    OFFSETS_FORGOTTEN {
        @Override
        boolean writesOffsets() {
            return false;
        }
    },

    /** Offsets go out without the last settlement of their batch. */
    SETTLEMENT_FORGOTTEN {
        @Override
        List<Settled> written(List<Settled> settlements) {
            return settlements.isEmpty() ? settlements : settlements.subList(0, settlements.size() - 1);
        }
    },

    /** An aborted transaction is taken for a committed one. */
    ABORTED_TAKEN_FOR_DONE {
        @Override
        RequestLog.Commit answer(RequestLog.Commit truth, Random random) {
            return RequestLog.Commit.DONE;
        }
    },

    /** A committed transaction is taken for an aborted one, and so written again. */
    DONE_TAKEN_FOR_ABORTED {
        @Override
        RequestLog.Commit answer(RequestLog.Commit truth, Random random) {
            return random.nextInt(20) == 0 ? RequestLog.Commit.ABORTED : truth;
        }
    },

    /** What belongs to an older assignment still counts. */
    ONE_EPOCH_FOR_ALL(22) {
        @Override
        long epoch(long epoch) {
            return 1;
        }
    },

    /** The group takes partitions away and nobody tells the loop. */
    LOSS_NOT_TOLD(6) {
        @Override
        boolean tellsLoss() {
            return false;
        }
    },

    /** A request's grace period is not looked at when it is read. */
    GRACE_IGNORED(14) {
        @Override
        Attempt read(Attempt attempt) {
            return attempt.isInGrace() ? Attempt.FIRST : attempt;
        }
    },

    /** One that drains does not hear that the group has changed. */
    DEAF_WHILE_DRAINING(521) {
        @Override
        boolean followsWhileDraining() {
            return false;
        }
    },

    /** An instance that starts calls before it has read the control topic up to its own probe. */
    CONTROL_NOT_READ_AT_THE_START(8) {
        @Override
        boolean takesSentForReadBack(boolean begun, boolean atEnd) {
            return !begun;
        }

        @Override
        boolean writesProbe(Probe probe) {
            return probe.number() > 1;
        }
    },

    /** An instance asks for the control topic's end, and reads up to that, instead of reading back what it wrote. */
    END_OF_CONTROL_ASKED(51) {
        @Override
        boolean takesSentForReadBack(boolean begun, boolean atEnd) {
            return begun && atEnd;
        }

        @Override
        boolean writesProbe(Probe probe) {
            return false;
        }
    },

    /** Whoever has a silent member's name now is removed, be it another process by then. */
    MEMBER_NOT_LOOKED_FOR(86) {
        @Override
        boolean isThere(SimulatedCoordinator group, String name, String id) {
            return group.has(name);
        }
    },

    /** The grace period counts from the request's own timestamp, which its publisher claims. */
    GRACE_SINCE_THE_REQUEST(6) {
        @Override
        Instant graceBegins(Instant appended, Instant requested) {
            return requested;
        }
    };

    private final long likely;

    Planted() {
        this(0);
    }

    Planted(long likely) {
        this.likely = likely;
    }

    /** The story that showed it when the stories were last changed. */
    long likely() {
        return likely;
    }

    @Nullable
    CommitPoint read(@Nullable CommitPoint committed) {
        return committed;
    }

    Attempt read(Attempt attempt) {
        return attempt;
    }

    CommitPoint written(CommitPoint point) {
        return point;
    }

    List<Settled> written(List<Settled> settlements) {
        return settlements;
    }

    boolean writesOffsets() {
        return true;
    }

    RequestLog.Commit answer(RequestLog.Commit truth, Random random) {
        return truth;
    }

    long epoch(long epoch) {
        return epoch;
    }

    boolean tellsLoss() {
        return true;
    }

    boolean followsWhileDraining() {
        return true;
    }

    /** Whether a probe that was sent counts as read back: before anything was read, or at the end that a leader names. */
    boolean takesSentForReadBack(boolean begun, boolean atEnd) {
        return false;
    }

    boolean writesProbe(Probe probe) {
        return true;
    }

    Instant graceBegins(Instant appended, Instant requested) {
        return appended;
    }

    /** Whether the group still has this member, as one that removes it sees it. */
    boolean isThere(SimulatedCoordinator group, String name, String id) {
        return group.has(name, id);
    }
}
