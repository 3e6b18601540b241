/** How this instance keeps its share of the group's quota. */
@NullMarked
package io.mediadeleter.pipeline.quota;

import org.jspecify.annotations.NullMarked;
