package io.mediadeleter.offset;

/**
 * What is committed for a partition.
 *
 * @param offset the lowest offset that is not settled: where the next owner starts to read
 * @param metadata which offsets above it are settled all the same; empty when none is
 */
public record CommitPoint(long offset, String metadata) {}
