/** The commands for dead letters. Imports {@code deadletter}, {@code event}, {@code kafka}, {@code pipeline} and the settings. */
@NullMarked
package io.mediadeleter.app.deadletter;

import org.jspecify.annotations.NullMarked;
