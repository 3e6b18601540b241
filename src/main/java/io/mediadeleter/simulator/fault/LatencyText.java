package io.mediadeleter.simulator.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of latencies. */
final class LatencyText {

    private static final String DURATION = "(\\d{1,9})(us|ms|s)";
    private static final Pattern FIXED = Pattern.compile(DURATION);
    private static final Pattern UNIFORM = Pattern.compile(DURATION + "-" + DURATION);
    private static final Pattern LOG_NORMAL = Pattern.compile("p50=" + DURATION + ",p99=" + DURATION);

    private LatencyText() {}

    static Latency parse(String text) {
        Matcher fixed = FIXED.matcher(text);
        if (fixed.matches()) {
            return new Latency.Fixed(duration(fixed, 1));
        }
        Matcher uniform = UNIFORM.matcher(text);
        if (uniform.matches()) {
            return new Latency.Uniform(duration(uniform, 1), duration(uniform, 3));
        }
        Matcher logNormal = LOG_NORMAL.matcher(text);
        if (logNormal.matches()) {
            return new Latency.LogNormal(duration(logNormal, 1), duration(logNormal, 3));
        }
        throw new IllegalArgumentException("not a latency: \"" + text
                + "\"; write 60ms, 20ms-120ms or p50=60ms,p99=300ms, with the units us, ms or s");
    }

    static String of(Duration value) {
        boolean wholeMillis = value.toNanos() % 1_000_000 == 0;
        return wholeMillis ? value.toMillis() + "ms" : value.toNanos() / 1_000 + "us";
    }

    private static Duration duration(Matcher matcher, int group) {
        long number = Long.parseLong(matcher.group(group));
        return switch (matcher.group(group + 1)) {
            case "us" -> Duration.ofNanos(number * 1_000);
            case "ms" -> Duration.ofMillis(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
