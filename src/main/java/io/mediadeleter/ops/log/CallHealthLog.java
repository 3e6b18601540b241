package io.mediadeleter.ops.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.ops.RecentCalls;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.text.Printable;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log once when the calls begin to go badly, and once when that is over: that the API throttles, that most calls fail, or
 * that it is slow. No line of a single request says so. Thread-safe.
 */
public final class CallHealthLog implements Telemetry {

    /** What can be wrong with most calls. */
    enum Trouble {
        THROTTLED("The API throttles", "The API no longer throttles"),
        FAILING("Most calls fail", "Most calls no longer fail"),
        SLOW("The API is slow", "The API is no longer slow");

        private final String begins;
        private final String ends;

        Trouble(String begins, String ends) {
            this.begins = begins;
            this.ends = ends;
        }

        /** So few calls are no trend. */
        private static final int FEW = 10;

        private static final long SLOW_MILLIS = 1_000;

        boolean isOf(Lately calls) {
            int failed = calls.failed() - calls.throttled();
            return switch (this) {
                case THROTTLED -> calls.throttled() >= FEW && calls.throttled() * FEW >= calls.ended();
                case FAILING -> failed >= FEW && failed * 2 >= calls.ended();
                case SLOW -> calls.ended() >= FEW && calls.millis() >= SLOW_MILLIS * calls.ended();
            };
        }
    }

    /** What has not been seen for so long is over. */
    private static final Duration OVER = Duration.ofMinutes(1);

    private static final long BETWEEN_LOOKS_NANOS = 1_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger("media-deleter");

    private final Time time;
    private final RecentCalls calls = new RecentCalls();

    /** When each was last seen. */
    @GuardedBy("this")
    private final Map<Trouble, Long> lastSeen = new EnumMap<>(Trouble.class);

    @GuardedBy("this")
    private long lookedNanos;

    public CallHealthLog(Time time) {
        this.time = time;
        this.lookedNanos = time.nanoTime();
    }

    @Override
    public void callEnded(EndedCall call) {
        long now = time.nanoTime();
        calls.ended(call.outcome(), call.took(), now);
        look(now);
    }

    private synchronized void look(long now) {
        if (now - lookedNanos < BETWEEN_LOOKS_NANOS) {
            return;
        }
        lookedNanos = now;
        Lately lately = calls.lately(now);
        for (Trouble trouble : Trouble.values()) {
            Long seen = lastSeen.get(trouble);
            if (trouble.isOf(lately)) {
                lastSeen.put(trouble, now);
                if (seen == null) {
                    log.warn("{}: {}", trouble.begins, inWords(lately));
                }
            } else if (seen != null && now - seen > OVER.toNanos()) {
                lastSeen.remove(trouble);
                log.info("{}: {}", trouble.ends, inWords(lately));
            }
        }
    }

    private static String inWords(Lately calls) {
        return String.format(
                Locale.ROOT,
                "of %d calls in %d s %d were throttled and %d failed otherwise, often with %s; a call took %.1f s",
                calls.ended(),
                calls.seconds(),
                calls.throttled(),
                calls.failed() - calls.throttled(),
                Printable.of(Objects.requireNonNullElse(calls.code(), "no code")),
                calls.ended() == 0 ? 0.0 : calls.millis() / 1_000.0 / calls.ended());
    }
}
