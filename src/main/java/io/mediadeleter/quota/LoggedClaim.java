package io.mediadeleter.quota;

/**
 * A claim as it is in the log.
 *
 * @param brokerMillis the clock of the broker that appended it
 */
public record LoggedClaim(Claim claim, long brokerMillis) {}
