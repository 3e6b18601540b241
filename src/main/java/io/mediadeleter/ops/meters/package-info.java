/** What is counted and timed as it happens, and what is read when somebody asks. */
@NullMarked
package io.mediadeleter.ops.meters;

import org.jspecify.annotations.NullMarked;
