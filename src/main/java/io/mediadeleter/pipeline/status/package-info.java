/**
 * What the engine tells of itself, and what is known of what waits before it: records of numbers and reasons, for pages, meters
 * and commands. It asks for nothing.
 */
@NullMarked
package io.mediadeleter.pipeline.status;

import org.jspecify.annotations.NullMarked;
