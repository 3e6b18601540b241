/** The whole service as it ships, in processes of its own, and what is left of its promises when they die. */
@NullMarked
package io.mediadeleter.chaos;

import org.jspecify.annotations.NullMarked;
