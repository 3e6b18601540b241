/**
 * What operators see, a package for each way of seeing it. Here is what tells all of them what happens, and what more than one
 * of them stands on.
 */
@NullMarked
package io.mediadeleter.ops;

import org.jspecify.annotations.NullMarked;
