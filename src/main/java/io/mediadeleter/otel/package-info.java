/** What an OpenTelemetry collector is sent: meters, and spans of each request's way. Nothing waits for the collector. */
@NullMarked
package io.mediadeleter.otel;

import org.jspecify.annotations.NullMarked;
