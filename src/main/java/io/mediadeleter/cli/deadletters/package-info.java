/** The commands {@code dead-letters}. */
@NullMarked
package io.mediadeleter.cli.deadletters;

import org.jspecify.annotations.NullMarked;
