/** Stopping deletion and letting it go on: {@code pause}, {@code resume} and {@code holds}. */
@NullMarked
package io.mediadeleter.cli.control;

import org.jspecify.annotations.NullMarked;
