/** Keeping up with the control topic, and taking over from members that have died. */
@NullMarked
package io.mediadeleter.pipeline.control;

import org.jspecify.annotations.NullMarked;
