/** The table of dead letters: read it, choose from it, replay and discard. Imports {@code event}, {@code rule} and {@code kafka}. */
@NullMarked
package io.mediadeleter.deadletter;

import org.jspecify.annotations.NullMarked;
