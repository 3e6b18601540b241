/**
 * The limiter: how many calls a second this instance may make, of the quota that the group shares. No I/O, no clock, no
 * threads of its own: time is an argument.
 */
@NullMarked
package io.mediadeleter.quota;

import org.jspecify.annotations.NullMarked;
