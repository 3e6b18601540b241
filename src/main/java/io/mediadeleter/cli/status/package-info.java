/** The command that shows the group in one look. */
@NullMarked
package io.mediadeleter.cli.status;

import org.jspecify.annotations.NullMarked;
