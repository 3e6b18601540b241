/**
 * The engine: how a delivery becomes a call and a call a settlement. One loop thread does all the bookkeeping, one
 * dispatcher thread spends the tokens, and one quota thread keeps the share of them; all are driven turn by turn, so that a test can run them without a thread.
 * Knows the world by its ports only; imports {@code event}, {@code rule}, {@code quota} and {@code offset}.
 */
@NullMarked
package io.mediadeleter.pipeline;

import org.jspecify.annotations.NullMarked;
