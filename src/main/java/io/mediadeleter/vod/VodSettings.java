package io.mediadeleter.vod;

import java.net.URI;
import java.time.Duration;

/**
 * How to call the API.
 *
 * @param endpoint scheme, host and, if need be, port
 * @param callTimeout bounds a call as a whole, from the connect to the last byte of the answer
 * @param maxInFlight calls at the same time, and so threads and connections
 */
public record VodSettings(URI endpoint, Duration connectTimeout, Duration callTimeout, int maxInFlight) {}
