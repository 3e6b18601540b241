/** What commands share: the terminal, wording, output formats, expressions of time, cancellation. */
@NullMarked
package io.mediadeleter.cli.console;

import org.jspecify.annotations.NullMarked;
