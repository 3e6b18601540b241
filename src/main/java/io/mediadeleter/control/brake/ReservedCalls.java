package io.mediadeleter.control.brake;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.time.Moment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An upper bound on the calls that a process has made so far: it reserves calls on the topic before it makes them. {@link
 * BrakeLedger} has the rule. Not thread-safe.
 */
final class ReservedCalls {

    /** More are never on their way before the topic counts as lost. */
    private static final int MOST_UNREAD = 64;

    /** A report, how many calls had ended when it was sent, and when that was. */
    private record Sent(CallReport report, long total, Moment at) {

        long most() {
            return total + report.reserved();
        }
    }

    /** A report that was read back. */
    private record Granted(Sent sent, long calls) {

        long most() {
            return sent.total() + calls;
        }
    }

    private final Deque<Sent> unread = new ArrayDeque<>();
    private @Nullable Sent last;
    private @Nullable Granted granted;

    /** From now on it makes no more than this report reserves. */
    void sent(CallReport report, long total, Moment now) {
        last = new Sent(report, total, now);
        unread.add(last);
    }

    /** All calls ever made, those in flight included, must stay within this number. */
    long most(Moment now) {
        if (granted == null || !now.isWithin(ControlReader.LEASE, granted.sent().at())) {
            return 0;
        }
        return unread.stream().mapToLong(Sent::most).reduce(granted.most(), Math::min);
    }

    /**
     * A report of its own comes from the topic.
     *
     * @param left what it leaves of the limit; negative if nothing
     * @return how many calls had ended when it was sent; empty if it is none that was sent since the last start
     */
    OptionalLong readBack(CallReport report, long left) {
        while (!unread.isEmpty() && unread.element().report().number() <= report.number()) {
            Sent sent = unread.remove();
            if (sent.report().equals(report)) {
                granted = new Granted(sent, Math.max(0, Math.min(report.reserved(), left)));
                return OptionalLong.of(sent.total());
            }
        }
        return OptionalLong.empty();
    }

    /** Whether no report is on its way. */
    boolean isAllRead() {
        return unread.isEmpty();
    }

    /** Whether nothing more must be sent before something is read. */
    boolean isFull() {
        return unread.size() >= MOST_UNREAD;
    }

    /** Whether others count more as reserved than was granted. */
    boolean isOverstated() {
        return granted != null && granted.calls() < granted.sent().report().reserved();
    }

    /** When the last report was sent; null before the first. */
    @Nullable
    Moment lastAt() {
        return last == null ? null : last.at();
    }

    /** How many calls had ended by then. */
    long lastTotal() {
        return last == null ? 0 : last.total();
    }

    /** How many it reserved. */
    int lastReserved() {
        return last == null ? 0 : last.report().reserved();
    }

    /** The next report is due at once. */
    void forgetLast() {
        last = null;
    }

    void clear() {
        unread.clear();
        last = null;
        granted = null;
    }
}
