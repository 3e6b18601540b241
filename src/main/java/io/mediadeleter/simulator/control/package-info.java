/** The HTTP API to look into the simulator and to change it while it runs. */
@NullMarked
package io.mediadeleter.simulator.control;

import org.jspecify.annotations.NullMarked;
