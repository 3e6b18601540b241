/** Keeping up with the control topic. */
@NullMarked
package io.mediadeleter.pipeline.control;

import org.jspecify.annotations.NullMarked;
