/** How log lines are written, and how they leave the process without stopping it. */
@NullMarked
package io.mediadeleter.logging;

import org.jspecify.annotations.NullMarked;
