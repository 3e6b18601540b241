package io.mediadeleter.pipeline.quota;

import io.mediadeleter.pipeline.port.QuotaLog;
import io.mediadeleter.quota.QuotaRules;
import java.util.function.Supplier;

/**
 * How the instances share their quota.
 *
 * @param memberIds a new one with every call, never used before by any instance
 */
public record QuotaSharing(QuotaLog log, QuotaRules rules, Supplier<String> memberIds) {}
