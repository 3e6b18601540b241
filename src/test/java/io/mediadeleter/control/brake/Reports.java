package io.mediadeleter.control.brake;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Namesake;
import org.jspecify.annotations.Nullable;

/** What instances tell of themselves that have nothing to do. Stateless. */
public final class Reports {

    private static final String API = "vod.tencentcloudapi.com";

    private Reports() {}

    public static InstanceReport report(Level level, @Nullable String text, boolean isDryRun) {
        return new InstanceReport(level, null, text, isDryRun, API, 0, 0, 64, Lately.NOTHING, null, null);
    }

    /** One that is well, and where it runs. */
    public static InstanceReport on(String host, @Nullable Namesake namesake) {
        return new InstanceReport(Level.WELL, null, null, false, API, 0, 0, 64, Lately.NOTHING, host, namesake);
    }
}
