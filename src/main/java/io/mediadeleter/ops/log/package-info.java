/** The lines of the log: one for each settlement, and those that say how calls go. */
@NullMarked
package io.mediadeleter.ops.log;

import org.jspecify.annotations.NullMarked;
