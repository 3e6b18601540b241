package io.mediadeleter.simulator;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a fault strikes. Written as {@code FAULT[:PROBABILITY][@FILE_ID[xTIMES]]}: {@code InternalError:0.1} strikes one
 * call in ten, {@code InternalError@7447398156998994860x2} the first two calls for that media, {@code timeout@*x3} the
 * first three calls for any.
 *
 * @param probability above 0, at most 1: how likely it strikes a call that it is meant for
 * @param fileId the media it is meant for; empty means all
 * @param times how often it strikes at most; {@link #ALWAYS} means without end
 */
public record FaultRule(ScriptedFault fault, double probability, Optional<String> fileId, long times) {

    public static final long ALWAYS = Long.MAX_VALUE;

    private static final String ANY_MEDIA = "*";
    private static final Pattern TEXT = Pattern.compile(
            "(?<fault>[^:@]+)(:(?<probability>[^@]*))?(@(?<fileId>\\*|\\d{1,32})(x(?<times>\\d{1,9}))?)?");

    public FaultRule {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("a fault's probability is above 0 and at most 1: " + probability);
        }
        if (times < 1) {
            throw new IllegalArgumentException("a fault strikes at least once: x" + times);
        }
    }

    /** Strikes every call. */
    public static FaultRule always(ScriptedFault fault) {
        return new FaultRule(fault, 1, Optional.empty(), ALWAYS);
    }

    /** Strikes any call with this probability. */
    public static FaultRule sometimes(ScriptedFault fault, double probability) {
        return new FaultRule(fault, probability, Optional.empty(), ALWAYS);
    }

    /** Strikes the first calls for one media. */
    public static FaultRule first(int times, String fileId, ScriptedFault fault) {
        return new FaultRule(fault, 1, Optional.of(fileId), times);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException says what was expected
     */
    public static FaultRule parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a fault: \"" + text
                    + "\"; write FAULT[:PROBABILITY][@FILE_ID[xTIMES]], such as InternalError:0.1, timeout+applied:0.01"
                    + " or InternalError@7447398156998994860x2");
        }
        String times = matcher.group("times");
        return new FaultRule(
                ScriptedFault.parse(matcher.group("fault")),
                probability(matcher.group("probability")),
                Optional.ofNullable(matcher.group("fileId")).filter(id -> !id.equals(ANY_MEDIA)),
                times == null ? ALWAYS : Long.parseLong(times));
    }

    private static double probability(@Nullable String text) {
        try {
            return text == null ? 1 : Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a probability such as 0.01: \"" + text + "\"", notANumber);
        }
    }

    boolean isMeantFor(Optional<String> calledFileId) {
        return fileId.isEmpty() || fileId.equals(calledFileId);
    }

    /** The text form. */
    @Override
    public String toString() {
        String likely = probability == 1
                ? ""
                : ":" + BigDecimal.valueOf(probability).stripTrailingZeros().toPlainString();
        if (times == ALWAYS) {
            return fault + likely + fileId.map(id -> "@" + id).orElse("");
        }
        return fault + likely + "@" + fileId.orElse(ANY_MEDIA) + "x" + times;
    }
}
