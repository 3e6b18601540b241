/**
 * What the group has been told not to do: the control topic as a table of holds, and the rule by which an instance knows that
 * it has read it. Pure: no I/O, no clock, no Kafka; time is an argument. {@link io.mediadeleter.control.ControlReader} has the
 * safety argument.
 */
@NullMarked
package io.mediadeleter.control;

import org.jspecify.annotations.NullMarked;
