package io.mediadeleter.simulator;

import java.util.Set;
import java.util.SplittableRandom;

/**
 * The account that is simulated: what the API acts on and the control API shows and changes.
 *
 * @param subAppIds the sub-applications that exist; empty means any
 */
record Account(
        Tc3Signature signature,
        Set<Long> subAppIds,
        MediaLibrary media,
        QuotaWindow quota,
        FaultScript faults,
        CallLog calls,
        TransferPace pace) {

    static Account of(SimulatorSettings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        return new Account(
                new Tc3Signature(settings.credentials()),
                settings.subAppIds(),
                new MediaLibrary(settings.autoCreate()),
                new QuotaWindow(settings.quotaPerSecond()),
                new FaultScript(random.split()),
                new CallLog(settings.callCapacity()),
                new TransferPace(settings.latency(), random.split()));
    }
}
