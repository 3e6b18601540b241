package io.mediadeleter.simulator.fault;

import io.mediadeleter.simulator.request.ApiAction;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a fault strikes. Written as {@code [ACTION/]FAULT[:PROBABILITY][@FILE_ID[xTIMES]]}: {@code InternalError:0.1} strikes
 * one call in ten, {@code InternalError@7447398156998994860x2} the first two calls for that media, {@code timeout@*x3} the
 * first three calls for any, {@code DescribeMediaInfos/timeout} every call of that action.
 *
 * @param action whose calls it is meant for; empty means all. A deletion that is not kept is meant for DeleteMedia alone
 * @param probability above 0, at most 1: how likely it strikes a call that it is meant for
 * @param fileId the media it is meant for; empty means all
 * @param times how often it strikes at most; {@link #ALWAYS} means without end
 */
public record FaultRule(
        Optional<ApiAction> action, ScriptedFault fault, double probability, Optional<String> fileId, long times) {

    public static final long ALWAYS = Long.MAX_VALUE;

    private static final String ANY_MEDIA = "*";
    private static final Pattern TEXT = Pattern.compile(
            "((?<action>[^/:@]+)/)?(?<fault>[^/:@]+)(:(?<probability>[^@]*))?(@(?<fileId>\\*|\\d{1,32})(x(?<times>\\d{1,9}))?)?");

    public FaultRule {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("a fault's probability is above 0 and at most 1: " + probability);
        }
        if (times < 1) {
            throw new IllegalArgumentException("a fault strikes at least once: x" + times);
        }
        if (fault instanceof ScriptedFault.Unkept && action.equals(Optional.of(ApiAction.DESCRIBE_MEDIA_INFOS))) {
            throw new IllegalArgumentException("DescribeMediaInfos deletes nothing, so it cannot be " + fault);
        }
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
                    + "\"; write [ACTION/]FAULT[:PROBABILITY][@FILE_ID[xTIMES]], such as InternalError:0.1, timeout+applied:0.01"
                    + " or InternalError@7447398156998994860x2");
        }
        String times = matcher.group("times");
        return new FaultRule(
                Optional.ofNullable(matcher.group("action")).map(FaultRule::action),
                ScriptedFault.parse(matcher.group("fault")),
                probability(matcher.group("probability")),
                Optional.ofNullable(matcher.group("fileId")).filter(id -> !id.equals(ANY_MEDIA)),
                times == null ? ALWAYS : Long.parseLong(times));
    }

    private static ApiAction action(String text) {
        return ApiAction.named(text)
                .orElseThrow(() -> new IllegalArgumentException("not an action: \"" + text + "\"; write "
                        + ApiAction.all() + " before the slash, or none of them for both"));
    }

    private static double probability(@Nullable String text) {
        try {
            return text == null ? 1 : Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a probability such as 0.01: \"" + text + "\"", notANumber);
        }
    }

    boolean isMeantFor(ApiAction called, List<String> calledFileIds) {
        boolean isItsAction = fault instanceof ScriptedFault.Unkept
                ? called == ApiAction.DELETE_MEDIA
                : action.isEmpty() || action.get() == called;
        return isItsAction && (fileId.isEmpty() || calledFileIds.contains(fileId.get()));
    }

    /** The same rule, to strike so often. */
    FaultRule withTimes(long left) {
        return new FaultRule(action, fault, probability, fileId, left);
    }

    /** The text form. */
    @Override
    public String toString() {
        String likely = probability == 1
                ? ""
                : ":" + BigDecimal.valueOf(probability).stripTrailingZeros().toPlainString();
        String what = action.map(one -> one.text() + "/").orElse("") + fault + likely;
        if (times == ALWAYS) {
            return what + fileId.map(id -> "@" + id).orElse("");
        }
        return what + "@" + fileId.orElse(ANY_MEDIA) + "x" + times;
    }
}
