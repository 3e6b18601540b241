/** The command {@code run}: the service as a process. */
@NullMarked
package io.mediadeleter.cli.run;

import org.jspecify.annotations.NullMarked;
