/** What goes wrong on purpose, and how long an answer takes. */
@NullMarked
package io.mediadeleter.simulator.fault;

import org.jspecify.annotations.NullMarked;
