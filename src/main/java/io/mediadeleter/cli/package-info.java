/** The command line: {@code Main}, and a package for each command. */
@NullMarked
package io.mediadeleter.cli;

import org.jspecify.annotations.NullMarked;
