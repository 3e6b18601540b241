/** The command {@code simulator}. */
@NullMarked
package io.mediadeleter.cli.simulator;

import org.jspecify.annotations.NullMarked;
