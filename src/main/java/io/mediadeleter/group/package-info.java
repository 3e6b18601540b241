/**
 * The group in one look: what is known of its instances, of what waits and of what was given up, and what that means, in a
 * sentence. Pure: no I/O, no clock, no Kafka; time is an argument.
 */
@NullMarked
package io.mediadeleter.group;

import org.jspecify.annotations.NullMarked;
