/** What operators see: meters, log lines, health and status. Imports {@code event}, {@code rule} and {@code pipeline}. */
@NullMarked
package io.mediadeleter.ops;

import org.jspecify.annotations.NullMarked;
