package io.mediadeleter.bench;

import java.time.Duration;

/** How long after an API's return the first call was accepted, and calls came at the full rate. */
record Recovery(double secondsToCall, double secondsToFullRate) {

    private static final double FULL_RATE = 0.9 * FailingApi.QUOTA;
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Watches an API that has come back just now; returns in the full rate's first second. */
    static Recovery watch(FailingApi api) {
        long back = System.nanoTime();
        long accepted = api.accepted();
        Lab.waitFor("a call", () -> api.accepted() > accepted);
        double first = secondsSince(back);
        while (true) {
            long seen = api.accepted();
            long second = System.nanoTime();
            Lab.pass(LOOK);
            double length = secondsSince(second);
            if ((api.accepted() - seen) / length >= FULL_RATE) {
                return new Recovery(Report.round(first, 1), Report.round(secondsSince(back) - length, 1));
            }
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
