/** The command {@code topics}. */
@NullMarked
package io.mediadeleter.cli.topics;

import org.jspecify.annotations.NullMarked;
