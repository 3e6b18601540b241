package io.mediadeleter.simulator.account;

import io.mediadeleter.simulator.fault.FaultScript;
import io.mediadeleter.simulator.fault.TransferPace;
import io.mediadeleter.simulator.request.Tc3Signature;
import java.util.Set;

/**
 * The account that is simulated: what the API acts on and the control API shows and changes.
 *
 * @param subAppIds the sub-applications that exist; empty means any
 * @param quota of DeleteMedia
 * @param describeQuota of DescribeMediaInfos, which the API counts by itself
 * @param calls of DeleteMedia
 * @param described the calls of DescribeMediaInfos
 */
public record Account(
        Tc3Signature signature,
        Set<Long> subAppIds,
        MediaLibrary media,
        QuotaWindow quota,
        QuotaWindow describeQuota,
        FaultScript faults,
        CallLog calls,
        CallLog described,
        TransferPace pace) {}
