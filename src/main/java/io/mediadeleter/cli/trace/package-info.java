/** The command {@code trace}. */
@NullMarked
package io.mediadeleter.cli.trace;

import org.jspecify.annotations.NullMarked;
