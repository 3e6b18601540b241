package io.mediadeleter.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the repetitions of one measurement came to, lowest first. Immutable. */
record Spread(List<Double> samples) {

    Spread {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        samples = samples.stream().sorted().toList();
    }

    double median() {
        int middle = samples.size() / 2;
        return samples.size() % 2 == 1 ? samples.get(middle) : (samples.get(middle - 1) + samples.get(middle)) / 2;
    }

    double min() {
        return samples.get(0);
    }

    double max() {
        return samples.get(samples.size() - 1);
    }

    /** By name, for a file. */
    Map<String, Object> figures() {
        return Map.of("median", median(), "samples", samples);
    }

    /** The median, and the lowest and the highest unless all are the same. */
    @Override
    public String toString() {
        String low = number(min());
        String high = number(max());
        return number(median()) + (low.equals(high) ? "" : " (" + low + "–" + high + ")");
    }

    private static String number(double value) {
        String format = Math.abs(value) >= 1_000 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3g";
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, format, value);
    }
}
