/** The table of dead letters: read it, choose from it, replay and discard. */
@NullMarked
package io.mediadeleter.deadletter;

import org.jspecify.annotations.NullMarked;
