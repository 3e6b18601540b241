package io.mediadeleter.cli.request;

import org.jspecify.annotations.Nullable;

/**
 * What a reported run is about.
 *
 * @param run names it, in {@link SettledRecord#MARK}
 * @param cluster the id of the brokers' cluster
 * @param topic where it publishes
 * @param requests how many there are
 * @param sha256 of the requests
 * @param began in milliseconds since 1970
 */
record RunStart(
        String run,
        @Nullable String cluster,
        String topic,
        String results,
        String deadLetters,
        int requests,
        String sha256,
        long began) {}
