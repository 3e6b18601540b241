package io.mediadeleter.pipeline.quota;

/**
 * How busy the dispatcher is.
 *
 * @param waiting calls that could be made now
 * @param started calls ever started
 * @param isFull whether there are as many calls in flight as there may be
 * @param isStopped whether no call is to be made, however many wait
 */
public record CallLoad(int waiting, long started, boolean isFull, boolean isStopped) {}
