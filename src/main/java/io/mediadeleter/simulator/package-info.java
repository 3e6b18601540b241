/** A VOD API on loopback: verifies signatures, keeps media, enforces the quota and injects faults. Imports no other room. */
@NullMarked
package io.mediadeleter.simulator;

import org.jspecify.annotations.NullMarked;
