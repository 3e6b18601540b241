/**
 * Which holds stand, and for how long an instance may rely on what it has read: {@link
 * io.mediadeleter.control.holds.ControlReader} has the safety argument. For commands: what stands on the topic, and whether
 * every member looks at it.
 */
@NullMarked
package io.mediadeleter.control.holds;

import org.jspecify.annotations.NullMarked;
