package io.mediadeleter.control.members;

import java.time.Duration;

/**
 * Whether a process that starts again under its name may meet a removal that others have asked for of what it was before: Kafka removes
 * by name.
 *
 * <p>It may when its name had been silent for {@link #OVERTAKEN} before its first probe. When that probe f was in time, it may not
 * before {@link #FORGOTTEN}. For let p be the last probe of its name before f, and let r and y be as in {@link SilenceRule}: when the
 * removal is asked for, and the remover's own last probe by then.
 *
 * <ul>
 *   <li>Where f lies above y, it was written after r - 0.5 s, and so more than 3 s after p, which the remover had read by r - 3.5 s: f was not
 *       in time.
 *   <li>Where f lies below y, the remover had read it, and left the place to it for {@link SilenceRule#COMEBACK} from when it read p. So
 *       r is 10 s after p or more. A probe that tells which member this process is, written 9.5 s after p or sooner, lies below y: the
 *       remover had read it, too, and knew that the place is taken.
 * </ul>
 *
 * What is left of these 3 and 9.5 s are half a second for stamps of different brokers. Not thread-safe.
 */
final class Comeback {

    /** Sooner after the last probe of its name a process knows that nobody has asked for a removal. */
    static final Duration OVERTAKEN = Duration.ofMillis(2_500);

    /** Sooner after that it still knows it, where its own first probe was in time. */
    static final Duration FORGOTTEN = SilenceRule.COMEBACK.minusSeconds(1);

    private boolean isInTime;
    private boolean isTold;
    private boolean doubts;

    /** The topic is read from its beginning: it may be another one, on which nobody has read the first probe. */
    void startOver() {
        isInTime = false;
    }

    /**
     * A probe of this process came back.
     *
     * @param silence for how long the member of its name had been silent when it was stamped; zero where there was none
     * @param tells whether it tells which member this process is: from then on others know
     */
    void read(Duration silence, boolean tells) {
        boolean isLate = silence.compareTo(isInTime ? FORGOTTEN : OVERTAKEN) >= 0;
        isInTime |= !isLate;
        doubts |= !isTold && isLate;
        isTold |= tells;
    }

    /** Whether a probe that was read since this was last asked was late. */
    boolean takeDoubt() {
        boolean taken = doubts;
        doubts = false;
        return taken;
    }
}
