package io.mediadeleter.kafka.control;

import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.Namesake;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one instance has shown of itself, and whether two processes do so under its name. Not thread-safe. */
final class ProcessTrack {

    private static final int MOST_PROCESSES = 4;

    /** A probe of a process that has just ended may be on its way while the next one begins: the one returns, and then the other. */
    private static final int BY_CHANCE = 2;

    private static final Duration LATELY = Duration.ofMinutes(1);

    private final Set<String> former = new LinkedHashSet<>();
    private String process = "";
    private int returns;
    private Instant lastReturn = Instant.EPOCH;
    private @Nullable Namesake returned;
    private Instant seen = Instant.EPOCH;
    private @Nullable InstanceReport report;
    private @Nullable Integer limit;

    /** Its next probe. */
    void see(Seen probe, Instant stamp) {
        String next = probe.probe().process();
        if (!next.equals(process)) {
            if (former.contains(next) && isOften(stamp)) {
                returned = new Namesake(seen, host(report));
            }
            former.add(process);
            if (former.size() > MOST_PROCESSES) {
                former.remove(former.iterator().next());
            }
            process = next;
        }
        seen = stamp;
        report = probe.report();
    }

    /** Whether processes have come back again and again, lately. */
    private boolean isOften(Instant stamp) {
        returns = stamp.isAfter(lastReturn.plus(LATELY)) ? 1 : returns + 1;
        lastReturn = stamp;
        return returns > BY_CHANCE;
    }

    void limit(@Nullable Integer calls) {
        limit = calls;
    }

    /** The broker's stamp of its last probe; {@link Instant#EPOCH} before the first. */
    Instant seen() {
        return seen;
    }

    boolean isSeen() {
        return !seen.equals(Instant.EPOCH);
    }

    @Nullable
    InstanceReport report() {
        return report;
    }

    /** How many calls within an hour it is set to; null for no limit. */
    @Nullable
    Integer limit() {
        return limit;
    }

    /** The other process of its name, as it is seen here or tells itself; null when there is none, or it was long ago. */
    @Nullable
    Namesake namesake(Instant now) {
        Namesake told = report == null ? null : report.namesake();
        Namesake last = told == null || (returned != null && returned.seen().isAfter(told.seen())) ? returned : told;
        return last != null && last.isTold(now) ? last : null;
    }

    private static @Nullable String host(@Nullable InstanceReport report) {
        return report == null ? null : report.host();
    }
}
