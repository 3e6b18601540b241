/**
 * A VOD API for one machine: verifies signatures, keeps media, enforces the quota and injects faults. The {@code simulator}
 * command and the tests start it. Here it is put together, and answers over HTTP.
 */
@NullMarked
package io.mediadeleter.simulator;

import org.jspecify.annotations.NullMarked;
