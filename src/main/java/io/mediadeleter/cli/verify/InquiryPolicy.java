package io.mediadeleter.cli.verify;

import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.time.Durations;
import java.time.Duration;
import java.util.Set;

/**
 * What to do about a question that was not answered, by the kind that the fault table has for it. Pure.
 *
 * <p>Why are questions asked in halves? The API refuses a call for one media among twenty. A call that only asks can be made
 * again as often as need be, so the media that the API does not answer for is found, and the others are verified.
 */
final class InquiryPolicy {

    /** How long the API may give no answer at all before it is asked no more. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int TRIES = 3;
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Of the account as a whole, and yet of the moment. */
    private static final String UNAVAILABLE = "ServiceUnavailable";

    /** They may be about the one media that is asked for: too much to say of it, or too long. */
    private static final Set<String> MAY_BE_TOO_MUCH = Set.of(FaultTable.TIMEOUT, FaultTable.INVALID_RESPONSE);

    private static final String WRONG_SUB_APP = "InvalidParameterValue.SubAppId";
    private static final String WRONG_PARAMETER = "InvalidParameter";

    /** Of a request or of its answer. */
    private static final String TOO_MUCH = "SizeLimitExceeded";

    /** What is done next. */
    enum Step {
        /** Wait, and ask the same again. */
        AGAIN,
        /** Ask in halves. */
        HALVES,
        /** Go on; it is not known of these media. */
        LEAVE,
        /** Ask nothing more. */
        END
    }

    /**
     * A step.
     *
     * @param pause before the question is asked again; zero for all other steps
     */
    record Decision(Step step, Duration pause) {

        private static Decision of(Step step) {
            return new Decision(step, Duration.ZERO);
        }
    }

    private InquiryPolicy() {}

    /**
     * Decides.
     *
     * @param failures of this question, this one included
     * @param media that it asks for
     * @param silence since the first question that was not answered, if none was since
     */
    static Decision decide(Fault fault, int failures, int media, Duration silence) {
        if (silence.compareTo(PATIENCE) > 0) {
            return Decision.of(Step.END);
        }
        return switch (fault.kind()) {
            case THROTTLED -> again(fault, failures);
            case SYSTEMIC -> isRefusal(fault) && failures >= TRIES ? Decision.of(Step.END) : again(fault, failures);
            case ABSENT, PERMANENT -> isAboutMedia(fault) ? halves(media) : Decision.of(Step.LEAVE);
            case TRANSIENT -> ofTransient(fault, failures, media);
            case MALFORMED, HELD, EXPIRED -> throw new IllegalArgumentException("no call ends so: " + fault.kind());
        };
    }

    private static Decision ofTransient(Fault fault, int failures, int media) {
        boolean isWaitedFor = fault.mayBeOutage() && !MAY_BE_TOO_MUCH.contains(fault.code());
        return isWaitedFor || failures < TRIES ? again(fault, failures) : halves(media);
    }

    private static Decision halves(int media) {
        return Decision.of(media > 1 ? Step.HALVES : Step.LEAVE);
    }

    /** The API's own word on this account; it is asked again all the same, as a role's keys are renewed in between. */
    private static boolean isRefusal(Fault fault) {
        return fault.kind() == FaultKind.SYSTEMIC
                && !FaultTable.isOwn(fault.code())
                && !fault.code().equals(UNAVAILABLE);
    }

    /** What an end by this fault says of the API. */
    static String clause(Fault fault) {
        if (fault.code().startsWith("AuthFailure")) {
            return "the API does not accept the credentials";
        }
        if (FaultTable.isOwn(fault.code())) {
            return "the API does not answer";
        }
        return isRefusal(fault) ? "the API refuses" : "the API tells nothing";
    }

    private static boolean isAboutMedia(Fault fault) {
        return fault.kind() == FaultKind.ABSENT
                || fault.code().endsWith(TOO_MUCH)
                || (fault.code().startsWith(WRONG_PARAMETER) && !fault.code().equals(WRONG_SUB_APP));
    }

    private static Decision again(Fault fault, int failures) {
        Duration pause = SHORTEST_WAIT.multipliedBy(1L << Math.min(failures - 1, 5));
        Duration bounded = Durations.min(pause, LONGEST_WAIT);
        Duration asked = fault.retryAfter();
        return new Decision(Step.AGAIN, asked == null ? bounded : Durations.max(asked, bounded));
    }
}
