package io.mediadeleter.simulator;

import static io.mediadeleter.simulator.DescribeBody.MOST_FILE_IDS;

import java.util.Set;
import java.util.SplittableRandom;

/**
 * The account that is simulated: what the API acts on and the control API shows and changes.
 *
 * @param subAppIds the sub-applications that exist; empty means any
 * @param quota of DeleteMedia
 * @param describeQuota of DescribeMediaInfos, which the API counts by itself
 * @param calls of DeleteMedia
 * @param described the calls of DescribeMediaInfos
 */
record Account(
        Tc3Signature signature,
        Set<Long> subAppIds,
        MediaLibrary media,
        QuotaWindow quota,
        QuotaWindow describeQuota,
        FaultScript faults,
        CallLog calls,
        CallLog described,
        TransferPace pace) {

    static Account of(SimulatorSettings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed);
        return new Account(
                new Tc3Signature(settings.credentials),
                settings.subAppIds,
                new MediaLibrary(settings.autoCreate),
                new QuotaWindow(settings.quotaPerSecond),
                new QuotaWindow(settings.quotaPerSecond),
                new FaultScript(random.split()),
                new CallLog(settings.callCapacity),
                new CallLog(Math.max(1, settings.callCapacity / MOST_FILE_IDS)),
                new TransferPace(settings.latency, random.split()));
    }
}
