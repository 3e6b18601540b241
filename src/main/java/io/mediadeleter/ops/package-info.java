/** What operators see: meters, log lines, health and status. */
@NullMarked
package io.mediadeleter.ops;

import org.jspecify.annotations.NullMarked;
