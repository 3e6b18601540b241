/**
 * What a user would write instead, each as a process of its own: the same topics, call, cap of calls in flight and
 * producer; another engine. They take the product's settings from the environment and end by a signal.
 */
@NullMarked
package io.mediadeleter.bench.peer;

import org.jspecify.annotations.NullMarked;
